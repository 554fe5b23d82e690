/** Heights of blocks, one above the other, in pixels; a binary indexed tree (Fenwick 1994): log n for all it is asked. */
export class Heights {
  count = 0;
  private sizes = new Float64Array(1_024);
  /** At `n`, counted from 1: the sum of the lowest set bit of `n` heights up to the n-th. */
  private sums = new Float64Array(1_025);

  get total(): number {
    return this.topOf(this.count);
  }

  of(block: number): number {
    return block < this.count ? (this.sizes[block] ?? 0) : 0;
  }

  push(height: number): void {
    if (this.count === this.sizes.length) this.grow();
    this.count += 1;
    this.sizes[this.count - 1] = height;
    let sum = height;
    for (let at = this.count - 1; at > this.count - (this.count & -this.count); at -= at & -at)
      sum += this.sums[at] ?? 0;
    this.sums[this.count] = sum;
  }

  set(block: number, height: number): void {
    const change = height - this.of(block);
    if (block >= this.count || change === 0) return;
    this.sizes[block] = height;
    for (let at = block + 1; at <= this.count; at += at & -at) this.sums[at] = (this.sums[at] ?? 0) + change;
  }

  clear(): void {
    this.count = 0;
  }

  /** Where a block begins. */
  topOf(block: number): number {
    let sum = 0;
    for (let at = Math.min(block, this.count); at > 0; at -= at & -at) sum += this.sums[at] ?? 0;
    return sum;
  }

  /** The block that has this pixel; the last one for those below. */
  at(pixel: number): number {
    let block = 0;
    let rest = pixel;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step >= 1; step /= 2) {
      const next = this.sums[block + step];
      if (block + step > this.count || next === undefined || next > rest) continue;
      block += step;
      rest -= next;
    }
    return Math.min(block, Math.max(0, this.count - 1));
  }

  private grow(): void {
    const sizes = new Float64Array(this.sizes.length * 2);
    const sums = new Float64Array(sizes.length + 1);
    sizes.set(this.sizes);
    sums.set(this.sums);
    [this.sizes, this.sums] = [sizes, sums];
  }
}
