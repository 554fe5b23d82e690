/** Bytes of a body that belong together, from a place in the whole on. */
export interface Part {
  from: number;
  bytes: number;
}

/**
 * Cuts parts out of a body that streams by, whose first byte has the place `start`. Parts are sorted and do not overlap
 * but where they are the same. Each must be read before the next is asked for.
 */
export async function* partsOf<P extends Part>(
  body: AsyncIterable<Uint8Array>,
  start: number,
  parts: readonly P[],
): AsyncGenerator<{ part: P; bytes: AsyncIterable<Uint8Array> }> {
  const source = new Source(body, start);
  try {
    let last: { part: P; held: Uint8Array[] } | undefined;
    for (const [index, part] of parts.entries()) {
      const isAgain = last?.part.from === part.from && last.part.bytes === part.bytes && part.bytes > 0;
      if (isAgain && last) {
        yield { part, bytes: each(last.held) };
        continue;
      }
      const next = parts[index + 1];
      const held: Uint8Array[] = [];
      last = { part, held };
      await source.skipTo(part.from);
      const isShared = next?.from === part.from && next.bytes === part.bytes;
      yield { part, bytes: source.take(part.bytes, isShared ? chunk => held.push(chunk) : () => undefined) };
    }
  } finally {
    await source.close();
  }
}

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

class Source {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  constructor(
    body: AsyncIterable<Uint8Array>,
    private at: number,
  ) {
    this.chunks = body[Symbol.asyncIterator]();
  }

  async skipTo(place: number): Promise<void> {
    while (this.at < place && (await this.some(place - this.at)));
  }

  async *take(bytes: number, hear: (chunk: Uint8Array) => unknown): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      const chunk = await this.some(left);
      // A body that ends too early: the reader sees by the SHA-256.
      if (!chunk) return;
      left -= chunk.length;
      hear(chunk);
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
  }

  private async some(most: number): Promise<Uint8Array | undefined> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done) return undefined;
      this.rest = next.value;
    }
    const chunk = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(chunk.length);
    this.at += chunk.length;
    return chunk;
  }
}
