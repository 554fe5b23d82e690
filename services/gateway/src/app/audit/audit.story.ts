import { SystemClock } from '@switchyard/kernel';
import type { KeptRecord, Link } from '../../domain/audit/record.js';
import { type AuditFilter, AuditLog, AuditTrouble } from './ports.js';
import { WriteAudit } from './write-audit.js';

/** A chain in memory, shared by who writes to it; it can be away, and make others faster. */
export class FakeAuditLog extends AuditLog {
  readonly rows: KeptRecord[] = [];
  away = false;
  private highest = 0;

  async last(): Promise<Link | undefined> {
    await this.reached();
    return this.rows.at(-1);
  }

  async append(records: readonly KeptRecord[]): Promise<number> {
    await this.reached();
    let put = 0;
    for (const record of records) {
      if (this.rows.some(({ seq }) => seq === record.seq)) break;
      this.rows.push(record);
      this.highest = Math.max(this.highest, record.seq);
      put += 1;
      // Others come in between.
      await Promise.resolve();
    }
    return put;
  }

  probe(): Promise<void> {
    return this.reached();
  }

  async mark(): Promise<number> {
    return this.highest;
  }

  async find(filter: AuditFilter, before: number | undefined, limit: number): Promise<KeptRecord[]> {
    const wanted = ({ seq, columns }: KeptRecord) =>
      (before === undefined || seq < before) &&
      (filter.by === undefined || filter.by === columns.by || filter.by === columns.name) &&
      (['action', 'kind', 'object', 'project'] as const).every(
        word => filter[word] === undefined || filter[word] === columns[word],
      ) &&
      (filter.since === undefined || columns.at >= filter.since) &&
      (filter.until === undefined || columns.at < filter.until);
    return this.rows.filter(wanted).reverse().slice(0, limit);
  }

  async after(seq: number, limit: number): Promise<KeptRecord[]> {
    return this.rows.filter(row => row.seq > seq).slice(0, limit);
  }

  private async reached(): Promise<void> {
    await Promise.resolve();
    if (this.away) throw new Error('the store is away');
  }
}

/** An audit that keeps its records in memory. */
export const auditInMemory = () => new WriteAudit(new FakeAuditLog(), new SystemClock(), new NotedTrouble());

export class NotedTrouble extends AuditTrouble {
  readonly texts: string[] = [];
  paidCount = 0;

  owed(text: string): void {
    this.texts.push(text);
  }

  paid(count: number): void {
    this.paidCount += count;
  }
}
