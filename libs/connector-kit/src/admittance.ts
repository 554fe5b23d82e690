/**
 * Whether this machine takes new steps. Until the platform has said so, nobody knows: somebody may have wanted it to
 * take none before its process was started anew.
 */
export class Admittance {
  private word: 'unknown' | 'open' | 'drained' = 'unknown';

  /** @param opened called when it may take steps again. */
  constructor(private readonly opened: () => void) {}

  get isOpen(): boolean {
    return this.word === 'open';
  }

  get isDrained(): boolean {
    return this.word === 'drained';
  }

  /** @returns whether that is news to the platform, which is told by the next beat. */
  learn(drain: boolean): boolean {
    const before = this.word;
    this.word = drain ? 'drained' : 'open';
    if (before !== 'open' && !drain) this.opened();
    return drain !== (before === 'drained');
  }
}
