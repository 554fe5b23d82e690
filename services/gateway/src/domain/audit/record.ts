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

/** A place in the chain. */
export interface Link {
  /** From 1 on, without gaps. */
  seq: number;
  /** SHA-256 of the record's text, in hex. */
  hash: string;
}

/** One change as it is kept. */
export interface AuditRecord extends AuditEntry {
  v: 1;
  seq: number;
  /** ISO 8601. */
  at: string;
  /** The hash of the record before; of the first, zeros. */
  previous: string;
}

/** What records are found by. They repeat what the text says. */
export interface AuditColumns {
  at: string;
  by: string;
  name: string;
  action: string;
  kind: string;
  object: string;
  project: string;
}

/** A record as it lies in the store: the text is what was hashed. */
export interface KeptRecord extends Link {
  /** The {@link AuditRecord} as canonical JSON. */
  text: string;
  columns: AuditColumns;
}

export const columnsOf = ({ at, by, action, on, project = '' }: AuditRecord): AuditColumns => ({
  at,
  by: by.id,
  name: by.name,
  action,
  kind: on.kind,
  object: on.id,
  project,
});
