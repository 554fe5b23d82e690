/** Browsers give up beyond 17 million pixels (Firefox) to 33 million (Chromium): this stays well below. */
const mostPixels = 8_000_000;

/**
 * Maps how far an element is scrolled to a place in contents that may be higher than any element can be. Short ways are
 * gone pixel by pixel; long ones, such as those of a scroll bar that is drawn, by proportion.
 */
export class Scale {
  /** Where the visible part of the contents begins. */
  place = 0;
  private total = 0;
  private view = 0;
  /** As the element was last known to be scrolled. */
  private scrolled = 0;

  constructor(private readonly most = mostPixels) {}

  /** Of the element's contents. */
  get height(): number {
    return Math.min(this.total, this.most);
  }

  get end(): number {
    return Math.max(0, this.total - this.view);
  }

  /** Where to draw what stands at `top` in the contents. */
  drawn(top: number): number {
    return top - this.place + this.scrolled;
  }

  layOut(total: number, view: number): void {
    this.total = total;
    this.view = view;
    this.place = Math.min(this.place, this.end);
  }

  /** The element has been scrolled. */
  follow(scrolled: number): void {
    const way = scrolled - this.scrolled;
    this.scrolled = scrolled;
    if (way === 0) return;
    if (this.total <= this.most) this.place = scrolled;
    else if (Math.abs(way) <= this.view * 2) this.place += way;
    else this.place = bent(scrolled, this.last, this.end, this.margin);
    // What is left of a pixel cannot be scrolled away.
    if (this.place < 1) this.place = 0;
    if (this.place > this.end - 1) this.place = this.end;
  }

  /** Goes to a place. @returns how far the element has to be scrolled. */
  goTo(place: number): number {
    this.place = Math.min(Math.max(0, place), this.end);
    this.scrolled = this.proportional;
    return this.scrolled;
  }

  /** The element could not be scrolled just so far, but so far. */
  landed(scrolled: number): void {
    this.scrolled = scrolled;
  }

  /** How far the element should be scrolled where short ways have taken it too near to an end; else undefined. */
  get correction(): number | undefined {
    if (this.total <= this.most) return undefined;
    const nearEnd = this.scrolled < this.view || this.scrolled > this.last - this.view;
    return nearEnd && Math.abs(this.scrolled - this.proportional) >= 1 ? this.proportional : undefined;
  }

  private get last(): number {
    return Math.max(0, this.height - this.view);
  }

  private get proportional(): number {
    if (this.total <= this.most) return this.place;
    return bent(this.place, this.end, this.last, this.margin);
  }

  private get margin(): number {
    return Math.min(this.view * 2, this.last / 4);
  }
}

/** From one length to another: the margins at both ends pixel by pixel, what is between them by proportion. */
const bent = (at: number, from: number, to: number, margin: number): number => {
  if (at <= margin) return at;
  if (from - at <= margin) return to - (from - at);
  return margin + ((at - margin) / (from - 2 * margin)) * (to - 2 * margin);
};
