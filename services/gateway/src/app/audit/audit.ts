import type { AuditEntry } from '../../domain/audit/record.js';

export type { AuditActor, AuditEntry, AuditObject } from '../../domain/audit/record.js';

export abstract class Audit {
  /**
   * Writes one record at the end of the chain, and resolves when it is stored.
   * @throws Fault `audit-unavailable` when it cannot be written; a change that has not happened yet must not happen then.
   */
  abstract note(entry: AuditEntry): Promise<void>;
}
