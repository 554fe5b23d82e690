/** The first `most` of all that are offered, in the order of `compare`; of equals those that came first. */
export class Top<Item> {
  private readonly items: Item[] = [];

  constructor(
    private readonly most: number,
    private readonly compare: (one: Item, other: Item) => number,
  ) {}

  offer(item: Item): void {
    const last = this.items.at(-1);
    if (this.items.length >= this.most && last !== undefined && this.compare(item, last) >= 0) return;
    let low = 0;
    for (let high = this.items.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (this.compare(item, this.items[middle] as Item) < 0) high = middle;
      else low = middle + 1;
    }
    this.items.splice(low, 0, item);
    if (this.items.length > this.most) this.items.pop();
  }

  get all(): Item[] {
    return [...this.items];
  }
}
