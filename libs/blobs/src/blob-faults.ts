import { Fault, reasonOf } from '@switchyard/kernel';

/** @param cause what the store said, or words for it */
export const storeUnavailable = (where: string, cause: unknown): Fault =>
  new Fault({
    code: 'blob-store-unavailable',
    message: `the blob store at ${where} does not answer as it should: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: true,
    suggestions: ['check BLOBS_URL and what it names'],
    cause,
  });

export const storeFull = (where: string, cause: unknown): Fault =>
  new Fault({
    code: 'blob-store-full',
    message: `the blob store at ${where} has no room: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: false,
    suggestions: ['make room there, or keep artifacts and caches for a shorter time'],
    cause,
  });

export const blobDamaged = (key: string, says: string): Fault =>
  new Fault({
    code: 'blob-damaged',
    message: `the blob ${key} is not what it was: ${says}`,
    blame: 'platform',
    retry: false,
    suggestions: ['make it again'],
  });
