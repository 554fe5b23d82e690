import type { Millis } from '@switchyard/kernel';

/** Between two lines that only say how far something is. */
const everyMs: Millis = 5_000;
/** A server may say what it likes, but not without end. */
const mostLines = 500;
const longestLine = 500;

/** What a program prints for people: lines, and lines that are written over again and again. */
export class ProgressLines {
  private rest = '';
  private told = 0;
  private nextAt = performance.now() + everyMs;

  constructor(private readonly say: (line: string) => void) {}

  add(text: string): void {
    const parts = (this.rest + text).split(/(?<=[\r\n])/);
    const last = parts.at(-1) ?? '';
    const isOpen = !/[\r\n]$/.test(last);
    this.rest = isOpen ? last.slice(-longestLine) : '';
    for (const part of isOpen ? parts.slice(0, -1) : parts) this.line(part);
  }

  end(): void {
    if (this.rest) this.line(`${this.rest}\n`);
    this.rest = '';
  }

  private line(part: string): void {
    const line = plain(part);
    if (line === '' || this.told >= mostLines) return;
    // What is written over soon is of use only now and then.
    if (part.endsWith('\r') && performance.now() < this.nextAt) return;
    this.nextAt = performance.now() + everyMs;
    this.told += 1;
    this.say(this.told === mostLines ? '…' : line);
  }
}

/** One line without what would steer a terminal. */
export const plain = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim()
    .slice(0, longestLine);
