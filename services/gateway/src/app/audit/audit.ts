/** Who did it: a user, a token, the platform itself. */
export interface AuditActor {
  kind: string;
  id: string;
  name: string;
}

/** What it was done to. */
export interface AuditObject {
  kind: string;
  id: string;
  name?: string;
}

/** One change, as its use case tells it. */
export interface AuditEntry {
  /** The noun and what happened to it: `pipeline.changed`. */
  action: string;
  by: AuditActor;
  /** Address of the caller. */
  from?: string;
  project?: string;
  on: AuditObject;
  /** What it was; secrets are taken out before it is written. */
  before?: unknown;
  /** What it became; secrets are taken out before it is written. */
  after?: unknown;
}

export abstract class Audit {
  /**
   * Writes one record at the end of the chain, and resolves when it is stored.
   * @throws Fault `audit-unavailable` when it cannot be written; a change that has not happened yet must not happen then.
   */
  abstract note(entry: AuditEntry): Promise<void>;
}
