import type { ByteRange } from './line-index.js';

/** Bytes that are fetched, kept and forgotten together. */
export const pageBytes = 262_144;

/** The parts of an output that are at hand: those read last, up to a number of bytes. */
export class ByteCache {
  /** The ones used last stand last. */
  private readonly pages = new Map<number, Uint8Array>();

  constructor(private readonly mostBytes = 33_554_432) {}

  /** Bytes kept. */
  get kept(): number {
    return this.pages.size * pageBytes;
  }

  /** Takes bytes of the output from `offset` on, which must not leave a gap within a page. */
  put(offset: number, bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const at = offset + done;
      const page = Math.floor(at / pageBytes);
      const from = at - page * pageBytes;
      const part = bytes.subarray(done, done + pageBytes - from);
      this.write(page, from, part);
      done += part.length;
    }
  }

  /** All bytes of a range, or undefined where some are not at hand. */
  read({ start, end }: ByteRange): Uint8Array | undefined {
    const whole = new Uint8Array(Math.max(0, end - start));
    for (let at = start; at < end;) {
      const page = Math.floor(at / pageBytes);
      const held = this.use(page);
      const from = at - page * pageBytes;
      const until = Math.min(end - page * pageBytes, pageBytes);
      if (!held || held.length < until) return undefined;
      whole.set(held.subarray(from, until), at - start);
      at += until - from;
    }
    return whole;
  }

  /** What has to be fetched before a range can be read: whole pages, in one stretch; undefined where nothing has. */
  missing({ start, end }: ByteRange): ByteRange | undefined {
    if (end <= start) return undefined;
    let first: number | undefined;
    let last = 0;
    for (let page = Math.floor(start / pageBytes); page * pageBytes < end; page += 1) {
      // What is at hand counts as used, so that what is fetched beside it does not put it out.
      if ((this.use(page)?.length ?? 0) >= Math.min(end - page * pageBytes, pageBytes)) continue;
      first ??= page;
      last = page;
    }
    return first === undefined ? undefined : { start: first * pageBytes, end: (last + 1) * pageBytes };
  }

  private write(page: number, from: number, part: Uint8Array): void {
    const held = this.pages.get(page);
    // What begins inside a page that is gone is of no use without its beginning.
    if ((held?.length ?? 0) < from) return;
    if (held && held.length >= from + part.length) return;
    const whole = roomFor(held, from + part.length);
    whole.set(part, from);
    this.pages.delete(page);
    this.pages.set(page, whole);
    for (const oldest of this.pages.keys()) {
      if (this.kept <= this.mostBytes) break;
      this.pages.delete(oldest);
    }
  }

  private use(page: number): Uint8Array | undefined {
    const held = this.pages.get(page);
    if (!held) return undefined;
    this.pages.delete(page);
    this.pages.set(page, held);
    return held;
  }
}

/** A page is as large as its bytes, in room that grows by doubling: live output comes in small pieces. */
const roomFor = (held: Uint8Array | undefined, length: number): Uint8Array => {
  if (held && held.buffer.byteLength >= length) return new Uint8Array(held.buffer, 0, length);
  const room = new Uint8Array(Math.min(pageBytes, Math.max(4_096, length * 2)));
  if (held) room.set(held);
  return room.subarray(0, length);
};
