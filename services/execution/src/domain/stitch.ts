interface Piece {
  offset: number;
  bytes: Uint8Array;
}

/**
 * The bytes from `offset` on that pieces, sorted by offset, hold without a gap; at most `limit`.
 * Pieces may overlap: a resend after a crash may cut elsewhere, but the same offset always holds the same byte.
 * They end where a piece ends, if they can: who reads on begins with the next one.
 */
export const stitched = (pieces: Piece[], offset: number, limit: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  let end = offset;
  for (const piece of pieces) {
    if (piece.offset > end || end - offset >= limit) break;
    const room = limit - (end - offset);
    const rest = piece.bytes.subarray(end - piece.offset);
    if (rest.length === 0) continue;
    if (rest.length > room && parts.length > 0) break;
    const part = rest.subarray(0, room);
    parts.push(part);
    end += part.length;
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
};

/** Where the bytes end that pieces, sorted by offset, cover without a gap from `from` on. */
export const endOfCover = (pieces: { offset: number; length: number }[], from: number): number =>
  pieces.reduce((end, piece) => (piece.offset <= end ? Math.max(end, piece.offset + piece.length) : end), from);
