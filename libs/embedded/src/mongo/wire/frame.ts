/** Every message starts with its length, its number, the number it answers, and its kind. */
export const HEADER_BYTES = 16;
/** The largest message, as MongoDB tells its drivers. */
export const MAX_MESSAGE_BYTES = 48_000_000;

export const opcodes = { reply: 1, query: 2004, compressed: 2012, message: 2013 } as const;

export interface Frame {
  requestId: number;
  opcode: number;
  /** The whole message with its header. */
  bytes: Buffer;
}

/** A peer that does not speak the protocol; the connection ends. */
export class MalformedFrame extends Error {}

/** Cuts a stream of bytes into messages. Holds at most one incomplete message. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private held = 0;

  /** Takes bytes as they arrive, answers the messages they complete. */
  push(chunk: Buffer): Frame[] {
    this.chunks.push(chunk);
    this.held += chunk.length;
    const frames: Frame[] = [];
    for (let size = this.nextSize(); size > 0 && this.held >= size; size = this.nextSize()) {
      const bytes = this.take(size);
      frames.push({ requestId: bytes.readInt32LE(4), opcode: bytes.readInt32LE(12), bytes });
    }
    return frames;
  }

  /** The length of the next message, 0 while it is unknown. */
  private nextSize(): number {
    if (this.held < 4) return 0;
    if ((this.chunks[0]?.length ?? 0) < 4) this.chunks = [Buffer.concat(this.chunks)];
    const size = this.chunks[0]?.readInt32LE(0) ?? 0;
    if (size < HEADER_BYTES || size > MAX_MESSAGE_BYTES)
      throw new MalformedFrame(`a message of ${size} bytes, allowed are ${HEADER_BYTES} to ${MAX_MESSAGE_BYTES}`);
    return size;
  }

  private take(size: number): Buffer {
    const [first] = this.chunks;
    const whole = first && first.length >= size ? first : Buffer.concat(this.chunks);
    const rest = whole.length > size ? whole.subarray(size) : undefined;
    const others = whole === first ? this.chunks.slice(1) : [];
    this.chunks = rest ? [rest, ...others] : others;
    this.held -= size;
    return whole.subarray(0, size);
  }
}
