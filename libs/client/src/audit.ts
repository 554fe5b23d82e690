import type { ListAuditAnswer, VerifyAuditAnswer } from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

export interface ListAuditOptions {
  /** Id or name of who did it. */
  who?: string;
  action?: string;
  kind?: string;
  object?: string;
  project?: string;
  /** ISO 8601. */
  since?: string;
  until?: string;
  before?: number;
  limit?: number;
}

/** Verifying reads every record. */
const verifyMs = 600_000;

/** Who changed what. Every method throws {@link YardError}. */
export class AuditRequests {
  constructor(private readonly requests: Requests) {}

  /** Newest first. */
  list(options: ListAuditOptions = {}): Promise<ListAuditAnswer> {
    return this.requests.json(`/api/audit${queryOf({ ...options })}`);
  }

  /** The same of one project, for its admins too. */
  ofProject(project: string, options: Omit<ListAuditOptions, 'project'> = {}): Promise<ListAuditAnswer> {
    return this.requests.json(`/api/projects/${encodeURIComponent(project)}/audit${queryOf({ ...options })}`);
  }

  /** Whether the whole chain is as it was written. */
  async verify(): Promise<VerifyAuditAnswer> {
    const response = await this.requests.send('/api/audit/verify', { signal: AbortSignal.timeout(verifyMs) });
    return (await response.json()) as VerifyAuditAnswer;
  }

  /** All records as NDJSON, oldest first. */
  async *export(): AsyncGenerator<Uint8Array> {
    const { body } = await this.requests.send('/api/audit/export');
    if (body) yield* body as unknown as AsyncIterable<Uint8Array>;
  }
}
