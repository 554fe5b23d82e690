import { type ArtifactFile, isArtifactPath, maxArtifactFiles } from '@switchyard/contracts';

/** A file with its place in the archive of its artifact. */
export interface ListedFile extends ArtifactFile {
  offset: number;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isListed = (value: unknown): value is ListedFile => {
  const { path, bytes, offset, mode, sha256 } = (value ?? {}) as Partial<Record<keyof ListedFile, unknown>>;
  const isNamed = typeof path === 'string' && isArtifactPath(path);
  const isHashed = typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
  return isNamed && isHashed && isCount(bytes) && isCount(offset) && isCount(mode);
};

/**
 * The list of an artifact's files, in the order in which they lie in its archive. A connector wrote it, so nothing in it
 * is taken on trust: no path leads out of where it is unpacked, and none is there twice.
 * @returns undefined for what is no such list
 */
export const listOfFiles = (text: string): ListedFile[] | undefined => {
  const files = filesIn(text);
  if (!files || files.length > maxArtifactFiles || !files.every(isListed)) return undefined;
  const inOrder = files.every((file, index) => {
    const before = files[index - 1];
    return !before || file.offset >= before.offset + before.bytes;
  });
  return inOrder && new Set(files.map(({ path }) => path)).size === files.length ? files : undefined;
};

const filesIn = (text: string): unknown[] | undefined => {
  try {
    const { files } = JSON.parse(text) as { files?: unknown };
    return Array.isArray(files) ? files : undefined;
  } catch {
    return undefined;
  }
};
