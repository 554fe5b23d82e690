import { type Millis, sized } from '@switchyard/kernel';
import { plain } from './clean.js';
import { fit } from './table.js';
import type { Terminal } from './terminal.js';

const redrawMs: Millis = 100;
const barWidth = 24;

/** How much of something has come, on one line of standard error that is drawn again; nothing where that is no terminal. */
export class Progress {
  private done = 0;
  private drawnAt = -Infinity;

  /** @param total in bytes; undefined where nobody knows. */
  constructor(
    private readonly terminal: Terminal,
    private readonly what: string,
    private readonly total: number | undefined,
    private readonly now: () => Millis = () => performance.now(),
  ) {}

  add(bytes: number): void {
    this.done += bytes;
    if (this.now() - this.drawnAt < redrawMs) return;
    this.drawnAt = this.now();
    this.terminal.progress(progressLine(this.what, this.done, this.total));
  }

  /** Takes the line away. */
  close(): void {
    this.terminal.progress('');
  }
}

/** Such as `site  ████████░░░░  42 %  4.2 MB of 10 MB`. */
export const progressLine = (what: string, done: number, total: number | undefined): string => {
  const name = fit(plain(what), 24).trimEnd();
  if (total === undefined) return `${name}  ${sized(done)}`;
  const part = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.round(part * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return `${name}  ${bar}  ${String(Math.floor(part * 100)).padStart(3)} %  ${sized(done)} of ${sized(total)}`;
};
