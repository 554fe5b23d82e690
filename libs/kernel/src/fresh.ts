import type { Clock, Millis } from '@switchyard/kernel';

const mostKept = 10_000;

/**
 * Answers of the store, kept in the process for a short while: what another replica changed is seen here that much later,
 * and needs no Redis for it.
 */
export class Fresh<Answer> {
  private readonly kept = new Map<string, { at: Millis; answer: Promise<Answer | undefined> }>();

  constructor(
    private readonly ask: (key: string) => Promise<Answer | undefined>,
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly freshMs: Millis,
  ) {}

  get(key: string): Promise<Answer | undefined> {
    const now = this.clock.monotonic();
    const known = this.kept.get(key);
    if (known && now - known.at < this.freshMs) return known.answer;
    const row = { at: now, answer: this.ask(key) };
    this.kept.delete(key);
    this.kept.set(key, row);
    const [oldest] = this.kept.keys();
    if (this.kept.size > mostKept && oldest !== undefined) this.kept.delete(oldest);
    // A failure is nobody's answer, and what is not there takes no room from what is.
    const forget = () => void (this.kept.get(key) === row && this.kept.delete(key));
    row.answer.then(answer => answer === undefined && forget(), forget);
    return row.answer;
  }

  forget(key: string): void {
    this.kept.delete(key);
  }
}
