import { type Backoff, canonical, type Clock, Fault, isoTime, sleep, waitBefore } from '@switchyard/kernel';
import { clean, seal, start } from './chain.js';
import type { AuditEntry, KeptRecord, Link } from '../../domain/audit/record.js';
import { Audit } from './audit.js';
import type { AuditLog, AuditTrouble } from './ports.js';

/** Records that are written together. */
const mostAtOnce = 100;
/** Times that others may be faster, before this is called unavailable. */
const mostRaces = 100;
/** After a race that was lost, so that not all come back at once. */
const stepAside: Backoff = { initialMs: 1, factor: 1.5, maxMs: 50 };
/** Between two tries to record what has happened already. */
const rests: Backoff = { initialMs: 500, factor: 2, maxMs: 30_000 };

interface Waiting {
  entry: AuditEntry;
  at: string;
  done: () => void;
  failed: (error: Fault) => void;
}

/**
 * Puts records at the end of the chain. Several processes may do so at once: a number is given by the insert that
 * finds it free, and who comes second chains its record anew behind the first.
 */
export class WriteAudit extends Audit {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private last: Link | undefined;
  private readonly debts: AuditEntry[] = [];
  private paying: Promise<void> | undefined;
  private readonly leaving = new AbortController();

  constructor(
    private readonly log: AuditLog,
    private readonly clock: Clock,
    private readonly trouble: AuditTrouble,
    private readonly chance: () => number = Math.random,
  ) {
    super();
  }

  note(entry: AuditEntry): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ entry: clean(entry), at: isoTime(this.clock.now()), done, failed });
      this.writing ??= this.write();
    });
  }

  /** Asked before a change: @throws Fault `audit-unavailable` while records cannot be written. */
  async ready(): Promise<void> {
    await this.log.probe().catch((cause: unknown) => {
      throw unavailable('nothing was changed, because the change could not be recorded in the audit', cause);
    });
  }

  /**
   * Records a change that has happened already.
   * @throws Fault `not-audited-yet` when it cannot be written now; it is tried until it can.
   */
  async noteDone(entry: AuditEntry): Promise<void> {
    await this.note(entry).catch((cause: unknown) => {
      this.debts.push(entry);
      this.trouble.owed(canonical(clean(entry)), cause);
      this.paying ??= this.pay();
      throw new Fault({
        code: 'not-audited-yet',
        message: 'the change was made, but could not be recorded in the audit yet; it will be',
        blame: 'platform',
        retry: true,
        suggestions: ['do not repeat it; look at what is there now'],
        cause,
      });
    });
  }

  /** Writes what is owed once more, and waits for it no longer. */
  async stop(): Promise<void> {
    this.leaving.abort();
    await this.paying;
    await this.writing;
  }

  private async pay(): Promise<void> {
    for (let attempt = 1; this.debts.length > 0; attempt += 1) {
      await sleep(waitBefore(attempt, rests, 1), this.leaving.signal);
      const count = this.debts.length;
      const written = await Promise.allSettled(this.debts.slice(0, count).map(entry => this.note(entry)));
      const unpaid = this.debts.slice(0, count).filter((_, index) => written[index]?.status === 'rejected');
      this.debts.splice(0, count, ...unpaid);
      if (unpaid.length < count) this.trouble.paid(count - unpaid.length);
      if (this.leaving.signal.aborted) break;
    }
    this.paying = undefined;
  }

  private async write(): Promise<void> {
    for (let races = 0; this.waiting.length > 0;) {
      const batch = this.waiting.slice(0, mostAtOnce);
      try {
        this.last ??= (await this.log.last()) ?? start;
        const put = await this.put(batch, this.last);
        for (const { done } of this.waiting.splice(0, put)) done();
        races = put > 0 ? 0 : races + 1;
        if (races > mostRaces) throw new Error(`others were faster ${mostRaces} times`);
        if (races > 0) await sleep(waitBefore(races, stepAside, this.chance()));
      } catch (cause) {
        this.last = undefined;
        const fault = unavailable('the audit cannot be written', cause);
        for (const { failed } of this.waiting.splice(0, batch.length)) failed(fault);
      }
    }
    // In the same breath as the look that found nobody waiting: who comes next starts it again.
    this.writing = undefined;
  }

  /** @returns how many were written. */
  private async put(batch: readonly Waiting[], last: Link): Promise<number> {
    const records: KeptRecord[] = [];
    for (const { entry, at } of batch) records.push(seal(entry, at, records.at(-1) ?? last));
    const put = await this.log.append(records);
    this.last = put === batch.length ? records.at(-1) : undefined;
    return put;
  }
}

const unavailable = (message: string, cause: unknown): Fault =>
  new Fault({
    code: 'audit-unavailable',
    message,
    blame: 'platform',
    retry: true,
    suggestions: ['ask again in a moment', 'when it stays so, check that MongoDB runs and has room'],
    cause,
  });
