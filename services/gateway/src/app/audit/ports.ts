import type { KeptRecord, Link } from '../../domain/audit/record.js';

/** Which records are wanted; absent means all. */
export interface AuditFilter {
  /** Id or name of who did it. */
  by?: string;
  action?: string;
  /** Kind of what it was done to. */
  kind?: string;
  /** Id of what it was done to. */
  object?: string;
  project?: string;
  /** ISO 8601: not before. */
  since?: string;
  /** ISO 8601: before. */
  until?: string;
}

/** The chain of records in the store. Nothing in it is ever changed or deleted. */
export abstract class AuditLog {
  /** The end of the chain. */
  abstract last(): Promise<Link | undefined>;
  /**
   * Adds records with the numbers they have, in order; durable when it resolves.
   * @returns how many there were before one whose number somebody else had taken.
   */
  abstract append(records: readonly KeptRecord[]): Promise<number>;
  /** Writes a word of no meaning: shows that the store takes writes. */
  abstract probe(): Promise<void>;
  /** The highest number that was ever given, so that a missing end is seen. */
  abstract mark(): Promise<number>;
  /** Newest first. @param before only records with lower numbers. */
  abstract find(filter: AuditFilter, before: number | undefined, limit: number): Promise<KeptRecord[]>;
  /** Oldest first. */
  abstract after(seq: number, limit: number): Promise<KeptRecord[]>;
}

/** Hears of changes that could not be recorded yet. */
export abstract class AuditTrouble {
  abstract owed(text: string, error: unknown): void;
  abstract paid(count: number): void;
}
