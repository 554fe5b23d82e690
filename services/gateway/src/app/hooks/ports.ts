import type { DeliverToProject, DeliverToProjectReply, HookOutcome, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { HookDelivery, HookKeys, Settled } from '../../domain/hooks/hook-delivery.js';
import type { KeptToken } from '../../domain/webhook-proof.js';

/** Which deliveries are wanted; absent: any. */
export interface HookPage {
  project?: ProjectId;
  outcome?: HookOutcome;
  /** Those before this id. */
  before?: string;
  limit: number;
}

/** What came to projects from outside. What is in here is neither lost nor there twice. */
export abstract class HookInbox {
  /**
   * Durable when it resolves.
   * @returns what is there already under one of the keys; undefined when this one was added.
   * @throws Fault `store-silent` within a second
   */
  abstract add(delivery: HookDelivery, keys: HookKeys): Promise<HookDelivery | undefined>;
  /** One that waits; a second word about it changes nothing. */
  abstract settle(id: string, settled: Settled): Promise<void>;
  /** Why it still waits. */
  abstract note(id: string, reason: string): Promise<void>;
  /** Came before `at` and not settled, oldest first. */
  abstract waiting(at: Millis, limit: number): Promise<HookDelivery[]>;
  /** @param project undefined: of any. */
  abstract find(id: string, project: ProjectId | undefined): Promise<HookDelivery | undefined>;
  /** Newest first. */
  abstract list(page: HookPage): Promise<HookDelivery[]>;
}

/** What is kept of the tokens by which projects know their senders. */
export abstract class ProjectTokens {
  abstract find(project: ProjectId): Promise<KeptToken | undefined>;
  /** By the digest of a token. */
  abstract projectOf(digest: string): Promise<ProjectId | undefined>;
  /** @returns whether one was there, which it replaces. */
  abstract put(project: ProjectId, token: KeptToken): Promise<boolean>;
  /** @returns whether one was there. */
  abstract remove(project: ProjectId): Promise<boolean>;
}

/** The pipeline service, as far as it decides about what came to a project. */
export abstract class ProjectDeliveries {
  abstract deliver(message: Omit<DeliverToProject, 'v'>): Promise<DeliverToProjectReply>;
}

/** Told when a delivery could not be handed over; the sweep tries again. */
export abstract class HookTrouble {
  abstract note(id: string, error: unknown): void;
}
