import { fileURLToPath } from 'node:url';
import type { Bus } from '@switchyard/bus';
import { Fault } from '@switchyard/kernel';
import type { BlobStore } from './blob-store.js';
import { blobsUrl, blobsUrlForms } from './blobs-url.js';
import { DirectoryBlobStore } from './directory-blob-store.js';

export interface BlobTools {
  /** For `nats:`. */
  bus?: Bus;
}

/**
 * Opens what a URL names: `file:///path`, a folder.
 * @throws Fault `bad-blobs-url`, `blob-store-unavailable`
 */
export const openBlobStore = async (url: string, _tools: BlobTools = {}): Promise<BlobStore> => {
  if (!blobsUrl.test(url) || !url.startsWith('file:')) throw badUrl(url);
  return DirectoryBlobStore.open(fileURLToPath(url));
};

const badUrl = (url: string): Fault =>
  new Fault({
    code: 'bad-blobs-url',
    message: `${url} names no blob store`,
    blame: 'platform',
    retry: false,
    suggestions: [`use ${blobsUrlForms}`],
  });
