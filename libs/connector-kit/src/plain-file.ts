import { closeSync, constants, fstatSync, lstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';

/** A step may have put anything at all in the place of a file: a link is not followed, and a pipe not waited for. */
const asItIs = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** What is not longer is read at once: it is in memory, and a detour through the thread pool costs a hundred times that. */
const fewBytes = 65_536;

const readLater = promisify(read);

/**
 * What lies in a file from `offset` on, `most` bytes at most, in no more memory than that takes.
 * @returns undefined of what is no plain file
 * @throws what the system says: ENOENT, or ELOOP of a link
 */
export const bytesOf = async (path: string, offset: number, most: number): Promise<Buffer | undefined> => {
  const file = openSync(path, asItIs);
  try {
    const length = lengthIn(file, offset, most);
    if (length === undefined || length <= fewBytes) return now(file, offset, length);
    const { buffer, bytesRead } = await readLater(file, Buffer.allocUnsafe(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    closeSync(file);
  }
};

/** Like {@link bytesOf}, from the beginning, of a file that is small for certain. */
export const fewBytesOf = (path: string, most: number): Buffer | undefined => {
  const file = openSync(path, asItIs);
  try {
    return now(file, 0, lengthIn(file, 0, most));
  } finally {
    closeSync(file);
  }
};

const lengthIn = (file: number, offset: number, most: number): number | undefined => {
  const facts = fstatSync(file);
  return facts.isFile() ? Math.max(0, Math.min(most, facts.size - offset)) : undefined;
};

const now = (file: number, offset: number, length: number | undefined): Buffer | undefined => {
  if (length === undefined) return undefined;
  const bytes = Buffer.allocUnsafe(length);
  return length === 0 ? bytes : bytes.subarray(0, readSync(file, bytes, 0, length, offset));
};

/** In bytes; 0 where there is no plain file. */
export const sizeOf = (path: string): number => {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  return facts?.isFile() ? facts.size : 0;
};
