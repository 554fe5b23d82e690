/** Bytes of a frame's header: the stream, three zeros, the length (the engine's API, "attach"). */
const headerBytes = 8;
const space = 0x20;

/** A message that a container printed. */
export interface Message {
  /** When, as the engine wrote it. */
  at: string;
  bytes: Buffer;
}

/**
 * Takes the messages out of an engine's stream with timestamps, in the order they came. Both streams of a container are
 * one here; chunks may be cut anywhere.
 */
export class Frames {
  private rest: Buffer = Buffer.alloc(0);

  *of(chunk: Buffer): Generator<Message> {
    let bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (bytes.length >= headerBytes) {
      const end = headerBytes + bytes.readUInt32BE(4);
      if (bytes.length < end) break;
      const body = bytes.subarray(headerBytes, end);
      const cut = body.indexOf(space);
      yield { at: body.toString('latin1', 0, Math.max(0, cut)), bytes: body.subarray(cut + 1) };
      bytes = bytes.subarray(end);
    }
    this.rest = bytes;
  }
}
