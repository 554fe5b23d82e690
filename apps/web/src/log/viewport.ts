import { signal } from '@preact/signals';
import { Heights } from './heights.js';
import { Scale } from './scale.js';

/** What is to be seen, block by block. */
export interface Blocks {
  count(): number;
  /** Pixels a block will have, as well as that can be told before it is drawn; 0 where nothing of it is shown. */
  estimate(block: number): number;
  blockOf(line: number): number;
}

/** A line that stays where it is until its reader scrolls. */
interface Target {
  line: number;
  /** Pixels from the top of what is visible; in its middle where absent. */
  top?: number;
}

/** Pixels that are drawn above and below what is visible, so that it is there before it is. */
const margin = 400;

/** Which blocks are drawn, and where. It writes heights and places itself: they change with each scroll, the rest does not. */
export class Viewport {
  /** Blocks to draw, from, up to and without. */
  readonly range = signal<readonly [number, number]>([0, 0]);
  /** Told when the reader scrolls: up, or to the very end. */
  onWay: (way: 'up' | 'end') => void = () => undefined;
  private readonly heights = new Heights();
  private readonly scale = new Scale();
  private target: Target | undefined;
  private isAtEnd = false;
  private scroller: HTMLElement | undefined;
  private sizer: HTMLElement | undefined;
  private window: HTMLElement | undefined;
  private readonly observer = new ResizeObserver(entries => this.resized(entries));

  constructor(private readonly blocks: Blocks) {}

  attach(scroller: HTMLElement, sizer: HTMLElement, window: HTMLElement): () => void {
    Object.assign(this, { scroller, sizer, window });
    const scrolled = () => this.scrolled();
    scroller.addEventListener('scroll', scrolled, { passive: true });
    this.observer.observe(scroller);
    this.relay();
    return () => {
      scroller.removeEventListener('scroll', scrolled);
      this.observer.disconnect();
    };
  }

  /** Each drawn block is measured. */
  observe(element: HTMLElement): () => void {
    this.observer.observe(element);
    return () => this.observer.unobserve(element);
  }

  /** There is more than before. */
  grown(): void {
    const { heights, blocks } = this;
    const last = heights.count - 1;
    if (last >= 0 && !this.isDrawn(last)) heights.set(last, blocks.estimate(last));
    for (let block = heights.count; block < blocks.count(); block += 1) heights.push(blocks.estimate(block));
    this.relay();
  }

  /** Everything has another height; a line stays where it is. */
  reset(kept?: number): void {
    const line = kept ?? this.target?.line ?? this.firstLine;
    const row = line === undefined ? undefined : this.rowOf(line);
    if (line !== undefined && row && !this.isAtEnd) this.target = { line, top: this.topIn(row) };
    this.heights.clear();
    this.grown();
  }

  /** Goes to a line. */
  show(line: number): void {
    this.target = { line };
    this.isAtEnd = false;
    const row = this.rowOf(line);
    if (row && this.isVisible(row)) this.target = { line, top: this.topIn(row) };
    else this.write(this.heights.topOf(this.blocks.blockOf(line)) - this.view / 2);
    this.relay();
  }

  /** Goes to the end and stays there, whatever comes. */
  stayAtEnd(stays: boolean): void {
    if (stays) this.target = undefined;
    this.isAtEnd = stays;
    if (stays) this.relay();
  }

  toTop(): void {
    this.target = undefined;
    this.isAtEnd = false;
    this.write(0);
    this.relay();
  }

  /** What was to be drawn has been. */
  drawn(): void {
    this.keeping(() => {
      for (const block of this.window?.querySelectorAll<HTMLElement>('[data-block]') ?? [])
        this.heights.set(Number(block.dataset['block']), block.getBoundingClientRect().height);
    });
  }

  /** The first line that is visible at all. */
  get firstLine(): number | undefined {
    const top = this.scroller?.getBoundingClientRect().top ?? 0;
    for (const row of this.window?.querySelectorAll<HTMLElement>('[data-line]') ?? [])
      if (row.getBoundingClientRect().bottom > top + 1) return Number(row.dataset['line']);
    return undefined;
  }

  /** Columns of text that fit into one. */
  get width(): number {
    return this.scroller?.clientWidth ?? 0;
  }

  private get view(): number {
    return this.scroller?.clientHeight ?? 0;
  }

  private scrolled(): void {
    if (!this.scroller) return;
    const before = this.scale.place;
    this.scale.follow(this.scroller.scrollTop);
    const way = this.scale.place - before;
    if (way !== 0) {
      this.target = undefined;
      if (way < 0) this.isAtEnd = false;
      if (way < 0) this.onWay('up');
      else if (this.scale.place >= this.scale.end - 2) this.onWay('end');
      const { correction } = this.scale;
      if (correction !== undefined) this.write(this.scale.place);
    }
    this.place();
  }

  private resized(entries: ResizeObserverEntry[]): void {
    this.keeping(() => {
      for (const { target, borderBoxSize } of entries) {
        const block = Number((target as HTMLElement).dataset['block'] ?? -1);
        const height = borderBoxSize[0]?.blockSize;
        if (block >= 0 && height !== undefined && target.isConnected) this.heights.set(block, height);
      }
    });
  }

  /** What is read stays where it is while blocks above it turn out higher or lower. */
  private keeping(change: () => void): void {
    const at = this.heights.at(this.scale.place);
    const before = this.heights.topOf(at);
    change();
    this.layOut();
    const moved = this.heights.topOf(at) - before;
    if (moved !== 0 && !this.isAtEnd && !this.target) this.write(this.scale.place + moved);
    this.relay();
  }

  private layOut(): void {
    this.scale.layOut(this.heights.total, this.view);
    if (this.sizer) this.sizer.style.height = `${this.scale.height}px`;
  }

  private relay(): void {
    this.layOut();
    if (this.isAtEnd) this.write(this.scale.end);
    this.aim();
    this.place();
  }

  /** Moves so that the line which is to stay stands where it should. */
  private aim(): void {
    if (!this.target || !this.scroller) return;
    this.place();
    const row = this.rowOf(this.target.line);
    if (!row) return void this.write(this.heights.topOf(this.blocks.blockOf(this.target.line)) - this.view / 2);
    const wanted = this.target.top ?? (this.view - Math.min(row.offsetHeight, this.view)) / 2;
    const off = this.topIn(row) - wanted;
    if (Math.abs(off) >= 1) this.write(this.scale.place + off);
  }

  private write(place: number): void {
    if (!this.scroller) return;
    this.scroller.scrollTop = this.scale.goTo(place);
    this.scale.landed(this.scroller.scrollTop);
  }

  /** Draws what there is where it belongs, and says what there should be. */
  private place(): void {
    const { heights, scale, range } = this;
    const [drawn] = range.peek();
    if (this.window) this.window.style.transform = `translateY(${scale.drawn(heights.topOf(drawn))}px)`;
    const first = heights.count === 0 ? 0 : heights.at(Math.max(0, scale.place - margin));
    const last = heights.count === 0 ? 0 : heights.at(scale.place + this.view + margin) + 1;
    const [from, to] = range.peek();
    if (first !== from || last !== to) range.value = [first, last];
  }

  private isDrawn(block: number): boolean {
    return this.window?.querySelector(`[data-block="${block}"]`) != null;
  }

  private rowOf(line: number): HTMLElement | undefined {
    return this.window?.querySelector<HTMLElement>(`[data-line="${line}"]`) ?? undefined;
  }

  private topIn(row: HTMLElement): number {
    return row.getBoundingClientRect().top - (this.scroller?.getBoundingClientRect().top ?? 0);
  }

  private isVisible(row: HTMLElement): boolean {
    const top = this.topIn(row);
    return top >= 0 && top + row.offsetHeight <= this.view;
  }
}
