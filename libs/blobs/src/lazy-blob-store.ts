import { type Blob, type BlobFacts, BlobStore, type ByteRange, type PutOptions } from './blob-store.js';
import type { Millis } from '@switchyard/kernel';
import { type BlobTools, openBlobStore } from './open-blob-store.js';

/** A store that is opened when it is first needed, and tried again where that failed: a service starts without it. */
export class LazyBlobStore extends BlobStore {
  private opening: Promise<BlobStore> | undefined;

  /** @param url see {@link openBlobStore} */
  constructor(
    private readonly url: string,
    private readonly tools: BlobTools = {},
  ) {
    super();
  }

  async put(key: string, body: AsyncIterable<Uint8Array>, options?: PutOptions): Promise<BlobFacts> {
    return (await this.store()).put(key, body, options);
  }

  async get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Blob | undefined> {
    return (await this.store()).get(key, range, signal);
  }

  async facts(key: string): Promise<BlobFacts | undefined> {
    return (await this.store()).facts(key);
  }

  async remove(key: string): Promise<void> {
    return (await this.store()).remove(key);
  }

  async *list(prefix: string): AsyncGenerator<BlobFacts> {
    yield* (await this.store()).list(prefix);
  }

  async *keys(prefix: string): AsyncGenerator<string> {
    yield* (await this.store()).keys(prefix);
  }

  async removeUnfinished(before: Millis): Promise<number> {
    return (await this.store()).removeUnfinished(before);
  }

  async close(): Promise<void> {
    const store = await this.opening?.catch(() => undefined);
    await store?.close();
  }

  private store(): Promise<BlobStore> {
    const opening = (this.opening ??= openBlobStore(this.url, this.tools));
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }
}
