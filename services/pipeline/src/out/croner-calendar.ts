import type { Millis } from '@switchyard/kernel';
import { Cron } from 'croner';
import { Calendar } from '../app/ports.js';

/** Expressions that are kept ready. */
const mostKept = 1_000;

/**
 * Cron with IANA time zones. Where the clock is put forward, a fixed time that is left out is due right behind the gap; where
 * it is put back, a fixed time that comes twice is due the first time only. What is due every so often goes on as time does.
 */
export class CronerCalendar extends Calendar {
  private readonly kept = new Map<string, Cron | undefined>();

  after(cron: string, timeZone: string, moment: Millis): Millis | undefined {
    return quietly(() => this.of(cron, timeZone)?.nextRun(new Date(moment))?.getTime());
  }

  before(cron: string, timeZone: string, moment: Millis): Millis | undefined {
    // It counts in seconds, and nothing is due but at a whole minute.
    const minute = Math.ceil(moment / 60_000) * 60_000;
    return quietly(() => this.of(cron, timeZone)?.previousRuns(1, new Date(minute))[0]?.getTime());
  }

  private of(cron: string, timeZone: string): Cron | undefined {
    const key = `${timeZone} ${cron}`;
    if (this.kept.has(key)) return this.kept.get(key);
    const read = quietly(() => new Cron(cron, { timezone: timeZone, mode: '5-part' }));
    const [oldest] = this.kept.keys();
    if (this.kept.size >= mostKept && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(key, read);
    return read;
  }
}

/** What nobody can read is never due. */
const quietly = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
