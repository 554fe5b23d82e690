import { appendFileSync, statSync } from 'node:fs';
import type { SpoolReader } from '../shim/contract.js';
import { readAt } from '../shim/stretches.js';

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Lines that this process adds to, after those of an earlier one; what was read once stays as it was. */
export class GrowingFile implements SpoolReader {
  private bytes: number;
  private seen = 0;
  private wake: () => void = () => undefined;

  constructor(private readonly path: string) {
    this.bytes = sizeOf(path);
  }

  /** It is there from now on, also when nothing is said. */
  begin(): void {
    appendFileSync(this.path, '', { mode: 0o600 });
  }

  add(line: string): void {
    const text = Buffer.from(`${line}\n`);
    appendFileSync(this.path, text, { mode: 0o600 });
    this.bytes += text.length;
    this.wake();
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    const length = Math.max(0, Math.min(maxBytes, this.bytes - offset));
    this.seen = offset + length;
    return readAt(this.path, offset, length);
  }

  async changed(signal?: AbortSignal): Promise<void> {
    if (this.bytes > this.seen || signal?.aborted) return;
    await new Promise<void>(resolve => {
      this.wake = resolve;
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
