import { findFiles, type FoundFile, placeOf, staysBelow } from '@switchyard/blobs';
import type { CacheHead, CachePlace, CacheStore } from '@switchyard/caches';
import { counted, reach } from '@switchyard/kernel';
import type { Surrounding } from '../around/around.js';
import { limits, packed } from './archive.js';
import { countBytes } from './measures.js';
import { sizeAndTime } from './words.js';

export interface Saving {
  place: CachePlace;
  head: Omit<CacheHead, 'files'>;
  /** Globs below the workspace. */
  paths: readonly string[];
}

/**
 * Keeps the files that match under their key, unless somebody did already.
 * @returns what became of it, for people
 */
export const saveCache = async (
  store: CacheStore,
  { place: { workspace }, signal }: Surrounding,
  { place, head, paths }: Saving,
): Promise<string> => {
  const startedAt = performance.now();
  const found = paths.length > 0 ? await findFiles(workspace, paths, { most: limits.files, signal }) : [];
  const files = found.filter(one => one.link === undefined || staysBelow(placeOf(one.path).parts, one.link));
  if (files.length === 0 && place.kind === 'files') return `not saved: no file matches ${paths.join(', ')}`;
  const bytes = files.reduce((sum, one) => sum + one.bytes, 0);
  if (bytes > limits.bytes) return `not saved: its files have ${bytes} bytes, and ${limits.bytes} are the most`;
  reach('connector.cache.beforeSave');
  const body = packed(workspace, files);
  const saved = await store.save(place, { ...head, files: files.length }, body, Date.now(), signal);
  reach('connector.cache.saved');
  if (saved.result === 'exists') return 'not saved: it is there already';
  countBytes('saved', saved.bytes);
  return `saved (${filesOf(files, found)}, ${sizeAndTime(saved.bytes, performance.now() - startedAt)})`;
};

const filesOf = (files: readonly FoundFile[], found: readonly FoundFile[]): string => {
  const left = found.length - files.length;
  const words = counted(files.length, 'file');
  return left === 0 ? words : `${words} without ${left} that ${left === 1 ? 'is a link' : 'are links'} out of it`;
};
