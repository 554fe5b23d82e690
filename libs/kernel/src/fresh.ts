import type { Clock, Millis } from './clock.js';

export interface FreshOptions<Answer> {
  /** How long an answer is good for. */
  freshMs: Millis;
  /** Answers that are kept; the longest known makes room. */
  most: number;
  /** Whether an answer is worth its room; every one, unless given. */
  isKept?: (answer: Answer) => boolean;
}

interface Row<Answer> {
  at: Millis;
  answer: Promise<Answer>;
  settled?: Answer;
}

/**
 * Answers that are kept in the process for a short while, and asked for once however many want to know: what another
 * process changed is seen here that much later, and needs no Redis for it. A failure is nobody's answer for longer than it
 * takes to fail.
 */
export class Fresh<Key, Answer> {
  private readonly kept = new Map<Key, Row<Answer>>();

  constructor(
    private readonly ask: (key: Key) => Promise<Answer>,
    private readonly clock: Pick<Clock, 'monotonic'>,
    private readonly options: FreshOptions<Answer>,
  ) {}

  get(key: Key): Promise<Answer> {
    const now = this.clock.monotonic();
    const known = this.kept.get(key);
    if (known && now - known.at < this.options.freshMs) return known.answer;
    const row: Row<Answer> = { at: now, answer: this.ask(key) };
    this.keep(key, row);
    const forget = () => void (this.kept.get(key) === row && this.kept.delete(key));
    row.answer.then(answer => (this.isKept(answer) ? (row.settled = answer) : forget()), forget);
    return row.answer;
  }

  /** The last answer there is, also one that is not fresh any more. */
  last(key: Key): Answer | undefined {
    return this.kept.get(key)?.settled;
  }

  /** Who asks from now on is told anew. */
  forget(key: Key): void {
    this.kept.delete(key);
  }

  forgetAll(): void {
    this.kept.clear();
  }

  private isKept(answer: Answer): boolean {
    return this.options.isKept?.(answer) ?? true;
  }

  private keep(key: Key, row: Row<Answer>): void {
    this.kept.delete(key);
    this.kept.set(key, row);
    if (this.kept.size <= this.options.most) return;
    for (const oldest of this.kept.keys()) return void this.kept.delete(oldest);
  }
}
