import { bytesOf } from '../plain-file.js';

/** The line that stands where output was dropped. */
export const truncationMarker = (dropped: number): string =>
  `\n[switchyard] ${String(dropped)} bytes of output were dropped here: only the beginning and the end are kept\n`;

/** Nothing where there is no such file, or one that cannot be read. */
export const readAt = async (path: string, offset: number, length: number): Promise<Buffer> => {
  const bytes = length > 0 ? await bytesOf(path, offset, length).catch(() => undefined) : undefined;
  return bytes ?? Buffer.alloc(0);
};

/** One stretch of kept output. */
export interface Stretch {
  length: number;
  read(offset: number, length: number): Promise<Buffer>;
}

/** What lies in a file, from `first` on. */
export const partOf =
  (path: string, first = 0): Stretch['read'] =>
  (offset, length) =>
    readAt(path, first + offset, length);

/** The newest bytes of an output, in a file that is written round and round. */
export interface Ring {
  path: string;
  /** Bytes it holds at most. */
  size: number;
  /** Bytes that were ever written to it. */
  seen: number;
  /** Bytes of the output that are nowhere. */
  dropped: number;
}

/** Behind the head of an output: the line that says how much is missing, and the ring from its oldest byte on. */
export const ringOf = ({ path, size, seen, dropped }: Ring): Stretch[] => {
  const kept = Math.min(seen, size);
  const oldest = kept < size ? 0 : seen % size;
  const marker = Buffer.from(dropped > 0 ? truncationMarker(dropped) : '');
  return [
    { length: marker.length, read: async (offset, length) => marker.subarray(offset, offset + length) },
    { length: kept - oldest, read: partOf(path, oldest) },
    { length: oldest, read: partOf(path) },
  ];
};

/** Up to `maxBytes` of stretches that lie one behind the other; no more than what is left of the one at `offset`. */
export const readAcross = async (stretches: readonly Stretch[], offset: number, maxBytes: number): Promise<Buffer> => {
  let from = offset;
  for (const { length, read } of stretches) {
    if (from < length) return read(from, Math.min(maxBytes, length - from));
    from -= length;
  }
  return Buffer.alloc(0);
};
