interface Waiting<Item> {
  item: Item;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Does work for many at once: what is added while it is under way goes into the next round together. */
export class Batches<Item> {
  private waiting: Waiting<Item>[] = [];
  private isWorking = false;

  constructor(
    private readonly work: (items: Item[]) => Promise<void>,
    /** What the items of one round weigh at most; one may weigh more. */
    private readonly most: number,
    private readonly weightOf: (item: Item) => number = () => 1,
  ) {}

  /** Resolves when the round it was in is done; rejects with what that round failed by. */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.isWorking) void this.rounds();
    });
  }

  private async rounds(): Promise<void> {
    this.isWorking = true;
    while (this.waiting.length > 0) {
      const round = this.waiting.splice(0, this.howMany());
      try {
        await this.work(round.map(({ item }) => item));
        for (const { done } of round) done();
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
