import type { SpoolReader } from '../shim/contract.js';
import type { Automaton } from './automaton.js';
import { Masker } from './masker.js';

/** Bytes taken from the output at once: a few milliseconds of work. */
const pieceBytes = 262_144;

/**
 * Output without secrets. Its offsets are those of the masked bytes: the same output with the same secrets always
 * has the same ones, so a later process finds its place again by reading from the start.
 */
export class MaskedLog implements SpoolReader {
  private masker: Masker;
  /** Up to where the output was read. */
  private taken = 0;
  /** What was masked and not asked for beyond, and where it begins. */
  private ready: Buffer = Buffer.alloc(0);
  private readyFrom = 0;
  private isWhole = false;

  constructor(
    private readonly log: SpoolReader,
    private readonly automaton: Automaton,
    /** Whether what is in the output is all there will be. */
    private readonly hasEnded: () => boolean,
  ) {
    this.masker = new Masker(automaton);
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    if (offset < this.readyFrom) this.rewind();
    this.passOver(offset);
    while (this.ready.length < maxBytes || this.readyFrom < offset) {
      if (!(await this.more())) break;
      this.passOver(offset);
    }
    return this.readyFrom < offset ? Buffer.alloc(0) : this.ready.subarray(0, maxBytes);
  }

  changed(signal?: AbortSignal): Promise<void> {
    return this.log.changed(signal);
  }

  private rewind(): void {
    this.masker = new Masker(this.automaton);
    this.taken = 0;
    this.ready = Buffer.alloc(0);
    this.readyFrom = 0;
    this.isWhole = false;
  }

  private passOver(offset: number): void {
    const passed = Math.min(Math.max(0, offset - this.readyFrom), this.ready.length);
    this.ready = this.ready.subarray(passed);
    this.readyFrom += passed;
  }

  /** False when nothing is there that was not taken. */
  private async more(): Promise<boolean> {
    // Asked before reading: what came up to then is read for certain.
    const ended = this.hasEnded();
    const bytes = await this.log.read(this.taken, pieceBytes);
    if (bytes.length === 0 && (!ended || this.isWhole)) return false;
    this.taken += bytes.length;
    this.isWhole = bytes.length === 0;
    const masked = bytes.length === 0 ? this.masker.end() : this.masker.push(bytes);
    this.ready = Buffer.concat([this.ready, masked]);
    return true;
  }
}
