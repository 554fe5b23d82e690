import { SetMetadata } from '@nestjs/common';
import type { Audible } from '../../app/audit/snapshots.js';

/** Metadata of a route that changes something. */
export const auditedChange = 'switchyard:audited';

export interface AuditedChange {
  /** The noun and what happened to it: `pipeline.changed`. */
  action: string;
  kind: Audible;
}

/** Has each success of a route recorded in the audit before it is answered; without an audit the route refuses. */
export const Audited = (action: string, kind: AuditedChange['kind']) =>
  SetMetadata(auditedChange, { action, kind } satisfies AuditedChange);
