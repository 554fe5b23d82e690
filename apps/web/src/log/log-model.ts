import type { YardClient } from '@switchyard/client';
import type { AttemptId, ExecutionId } from '@switchyard/contracts';
import { batch, effect, signal } from '@preact/signals';
import { type Fold, Hidden } from './folds.js';
import { linesPerBlock } from './line-index.js';
import { LogSearch } from './search.js';
import { LogSource } from './log-source.js';
import { chosen } from './choices.js';
import { type Blocks, Viewport } from './viewport.js';

/** Pixels of a line that is not wrapped, and, about, of a character; as in the style sheet. */
const lineHeight = 20;
const charWidth = 7.8;
/** Pixels beside the text. */
const beside = 90;

/** One log as its reader looks at it. */
export class LogModel implements Blocks {
  readonly source: LogSource;
  readonly search: LogSearch;
  readonly viewport = new Viewport(this);
  readonly isFollowing = signal(false);
  readonly isWrapped = chosen('log-wrap', true);
  readonly hasTimes = chosen('log-times', false);
  /** The line, from 0, that the address names. */
  readonly line = signal<number | undefined>(undefined);
  /** Rises when groups open, close, or are found. */
  readonly foldVersion = signal(0);
  hidden = new Hidden();
  /** Of text, in a line. */
  private columns = 100;
  private awaited: number | undefined;
  private isRunning = false;
  private foldsSeen = 0;
  /** Errors gone through, in this round. */
  readonly errorsSeen = signal(0);
  private readonly leave: (() => void)[] = [];

  constructor(api: YardClient, executionId: ExecutionId, attemptId: AttemptId) {
    this.source = new LogSource(api, executionId, attemptId);
    this.search = new LogSearch(api, executionId, attemptId);
  }

  /** @param line from 0; without one a log that is being written is followed. */
  open(isRunning: boolean, line?: number): void {
    this.isRunning = isRunning;
    this.awaited = line;
    this.line.value = line;
    this.follow(isRunning && line === undefined);
    this.viewport.onWay = way => {
      if (way === 'up') this.isFollowing.value = false;
      else if (this.isLive) this.follow(true);
    };
    this.leave.push(effect(() => void (this.source.version.value, this.grown())));
    void this.source.open(isRunning);
  }

  /** The address names a line, or none any more. */
  name(line: number | undefined): void {
    if (this.line.peek() === line) return;
    this.line.value = line;
    if (line !== undefined) this.goTo(line);
  }

  /** An attempt that was thought to have ended goes on: somebody saw it wait. */
  run(isRunning: boolean): void {
    this.isRunning = isRunning;
    if (isRunning && this.source.state.peek() === 'complete') void this.source.open(true);
  }

  retry(): void {
    void this.source.open(this.isRunning);
  }

  /** Where the platform left something out, it says so in a line of its own. */
  async goToGap(): Promise<void> {
    if ((await this.search.look('bytes of output were dropped here')) && this.search.hits.peek().length > 0) {
      const line = this.search.step(1, 0);
      if (line !== undefined) this.goTo(line);
    }
  }

  close(): void {
    this.source.close();
    for (const leave of this.leave) leave();
  }

  get isLive(): boolean {
    const state = this.source.state.peek();
    return state === 'following' || state === 'loading';
  }

  count(): number {
    return this.source.scan.index.blocks;
  }

  estimate(block: number): number {
    const { index } = this.source.scan;
    const from = block * linesPerBlock;
    const lines = index.linesIn(block) - this.hidden.countIn(from, from + index.linesIn(block));
    if (!this.isWrapped.peek()) return lines * lineHeight;
    const bytes = index.shownIn(block).reduce((sum, { start, end }) => sum + end - start, 0);
    return lines === 0 ? 0 : Math.max(lines, Math.ceil(bytes / this.columns)) * lineHeight;
  }

  blockOf(line: number): number {
    return Math.floor(line / linesPerBlock);
  }

  /** Goes to a line, from 0, which may not have come yet. */
  goTo(line: number): void {
    this.awaited = undefined;
    this.isFollowing.value = false;
    if (line >= this.source.scan.index.lines) {
      this.awaited = line;
      return;
    }
    const { folds } = this.source.scan;
    folds.reveal(line);
    this.refold();
    this.viewport.show(line);
  }

  follow(follows: boolean): void {
    this.isFollowing.value = follows;
    this.viewport.stayAtEnd(follows);
  }

  toTop(): void {
    this.isFollowing.value = false;
    this.viewport.toTop();
  }

  toEnd(): void {
    if (this.isLive) return this.follow(true);
    this.viewport.stayAtEnd(true);
  }

  /** The first error, and with each further call the one after. @returns its line. */
  nextError(): number | undefined {
    const { errors } = this.source.scan;
    if (errors.length === 0) return undefined;
    this.errorsSeen.value = (this.errorsSeen.peek() % errors.length) + 1;
    return errors[this.errorsSeen.peek() - 1];
  }

  setFold(fold: Fold, isClosed: boolean): void {
    this.source.scan.folds.set(fold, isClosed);
    this.refold(fold.line);
  }

  setAllFolds(areClosed: boolean): void {
    const { folds } = this.source.scan;
    for (const fold of folds.all) folds.set(fold, areClosed);
    this.refold();
  }

  setWrapped(isWrapped: boolean): void {
    this.isWrapped.value = isWrapped;
    this.viewport.reset();
  }

  private grown(): void {
    this.columns = Math.max(20, (this.viewport.width - beside) / charWidth);
    batch(() => {
      this.refold();
      this.viewport.grown();
      if (this.awaited !== undefined && this.source.scan.index.lines > this.awaited) this.goTo(this.awaited);
    });
  }

  /** @param line stays where it is. */
  private refold(line?: number): void {
    const { folds } = this.source.scan;
    if (folds.version === this.foldsSeen) return;
    this.foldsSeen = folds.version;
    this.hidden = new Hidden(folds.hidden());
    this.foldVersion.value += 1;
    this.viewport.reset(line);
  }
}
