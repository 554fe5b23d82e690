interface Waiting<Item> {
  item: Item;
  done: () => void;
  failed: (error: unknown) => void;
}

/** What is wrong with single items of a round, by their places in it. */
export type Mistakes = ReadonlyMap<number, unknown>;

/** Does work for many at once: what is added while it is under way goes into the next round together. */
export class Batches<Item> {
  private waiting: Waiting<Item>[] = [];
  private isWorking = false;

  constructor(
    private readonly work: (items: Item[]) => Promise<void | Mistakes>,
    /** What the items of one round weigh at most; one may weigh more. */
    private readonly most: number,
    private readonly weightOf: (item: Item) => number = () => 1,
  ) {}

  /** Resolves when the round it was in is done; rejects with what that round failed by, or what is wrong with the item. */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.isWorking) void this.rounds();
    });
  }

  /** It does not go into a round any more, if it has not yet; who added it is told nothing. */
  withdraw(item: Item): void {
    this.waiting = this.waiting.filter(one => one.item !== item);
  }

  private async rounds(): Promise<void> {
    this.isWorking = true;
    while (this.waiting.length > 0) {
      const round = this.waiting.splice(0, this.howMany());
      try {
        const mistakes = await this.work(round.map(({ item }) => item));
        for (const [n, { done, failed }] of round.entries()) {
          if (mistakes?.has(n)) failed(mistakes.get(n));
          else done();
        }
      } catch (error) {
        for (const { failed } of round) failed(error);
      }
    }
    // At once: who was just told may add more before anything else happens.
    this.isWorking = false;
  }

  private howMany(): number {
    let weight = 0;
    const tooMany = this.waiting.findIndex(({ item }) => (weight += this.weightOf(item)) > this.most);
    return tooMany < 0 ? this.waiting.length : Math.max(1, tooMany);
  }
}
