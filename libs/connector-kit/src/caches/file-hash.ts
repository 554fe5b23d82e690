import { createHash } from 'node:crypto';
import { findFiles, packFiles } from '@switchyard/blobs';
import { type KeyPart, partsOfKey } from '@switchyard/contracts';

/** What stands for the hash where no file matches. */
export const noFiles = 'no-files';

/** SHA-256 of the paths, the contents and the right to be run of the files that match; undefined where there are none. */
export const hashOfFiles = async (
  root: string,
  globs: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> => {
  const files = await findFiles(root, globs, { signal });
  if (files.length === 0) return undefined;
  const hash = createHash('sha256');
  // When a file was written and what else is permitted differ from one checkout to the next.
  const alike = files.map(file => ({ ...file, mtime: 0, mode: file.mode & 0o100 ? 0o755 : 0o644 }));
  for await (const bytes of packFiles(root, alike)) {
    signal.throwIfAborted();
    hash.update(bytes);
  }
  return hash.digest('hex');
};

/** A planned key with the hashes in it. @param tell is told of globs that match nothing */
export const filledKey = async (
  key: string,
  root: string,
  { signal, tell }: { signal: AbortSignal; tell: (globs: readonly string[]) => void },
): Promise<string> => {
  const filled: string[] = [];
  for (const part of partsOfKey(key)) filled.push(await textOf(part, root, { signal, tell }));
  return filled.join('');
};

const textOf = async (
  part: KeyPart,
  root: string,
  { signal, tell }: { signal: AbortSignal; tell: (globs: readonly string[]) => void },
): Promise<string> => {
  if (typeof part === 'string') return part;
  const hash = await hashOfFiles(root, part, signal);
  if (hash === undefined) tell(part);
  return hash ?? noFiles;
};
