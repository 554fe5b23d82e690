/** The bytes of a body in pieces of one size; the last may be shorter. */
export async function* inPieces(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let [piece, filled] = [Buffer.allocUnsafe(size), 0];
  for await (const chunk of body)
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + size - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < size) continue;
      yield piece;
      // Whoever got the piece may still be sending it.
      [piece, filled] = [Buffer.allocUnsafe(size), 0];
    }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** The results of work on each item, in the order of the items, with a few of them under way at a time. */
export async function* inOrder<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      result.catch(() => undefined);
      underWay.push(result);
      if (underWay.length >= atOnce) yield await (underWay.shift() as Promise<Result>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<Result>);
  } finally {
    // What has begun is not left behind: its maker may undo it now.
    await Promise.allSettled(underWay);
  }
}
