import { fileURLToPath } from 'node:url';
import type { Bus } from '@switchyard/bus';
import { Fault } from '@switchyard/kernel';
import type { BlobStore } from './blob-store.js';
import { blobsUrl, blobsUrlForms } from './blobs-url.js';
import { DirectoryBlobStore } from './directory-blob-store.js';
import { NatsBlobStore } from './nats-blob-store.js';
import type { S3Place } from './s3-blob-store.js';

export interface BlobTools {
  /** For `nats:`. */
  bus?: Bus;
}

/**
 * Opens what a URL names: `file:///path`, a folder; `nats:BUCKET`, a stream of the bus that the execution service made;
 * `s3://bucket/prefix?endpoint=URL&region=NAME`.
 * @throws Fault `bad-blobs-url`, `blob-store-unavailable`
 */
export const openBlobStore = async (url: string, { bus }: BlobTools = {}): Promise<BlobStore> => {
  if (!blobsUrl.test(url)) throw badUrl(url);
  if (url.startsWith('file:')) return DirectoryBlobStore.open(fileURLToPath(url));
  if (url.startsWith('nats:') && bus) return new NatsBlobStore(bus, url.slice('nats:'.length));
  if (!url.startsWith('s3:')) throw badUrl(url);
  // Its client is larger than all the rest, and few need it.
  const { S3BlobStore } = await import('./s3-blob-store.js');
  return new S3BlobStore(placeOf(new URL(url)));
};

const placeOf = ({ hostname, pathname, searchParams }: URL): S3Place => {
  const path = pathname.replace(/^\/+|\/+$/g, '');
  const [endpoint, region] = [searchParams.get('endpoint'), searchParams.get('region')];
  return {
    bucket: hostname,
    prefix: path === '' ? '' : `${path}/`,
    ...(endpoint ? { endpoint } : {}),
    ...(region ? { region } : {}),
  };
};

const badUrl = (url: string): Fault =>
  new Fault({
    code: 'bad-blobs-url',
    message: `${url} names no blob store`,
    blame: 'platform',
    retry: false,
    suggestions: [`use ${blobsUrlForms}`],
  });
