import type { BlobStore } from '@switchyard/blobs';
import { Fault, type Millis } from '@switchyard/kernel';
import { BlobShelf } from '../app/blobs/ports.js';

export class StoredBlobs extends BlobShelf {
  constructor(private readonly blobs: BlobStore) {
    super();
  }

  keys(): AsyncIterable<string> {
    return this.blobs.keys('');
  }

  async facts(key: string): Promise<{ at: Millis; bytes: number } | undefined> {
    return this.blobs.facts(key).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'blob-damaged') return undefined;
      throw error;
    });
  }

  remove(key: string): Promise<void> {
    return this.blobs.remove(key);
  }

  removeUnfinished(before: Millis): Promise<number> {
    return this.blobs.removeUnfinished(before);
  }
}
