import type { BlobStore } from '@switchyard/blobs';
import { CacheStore } from '@switchyard/caches';
import type { ConnectorType } from '@switchyard/contracts';
import type { ConnectorConfig } from '../config.js';
import { AroundCaches } from './around-caches.js';

interface Tools {
  blobs: BlobStore;
  config: ConnectorConfig;
  connector: ConnectorType;
}

/** The caches of the steps of this connector. */
export const cachesOf = ({ blobs, config, connector }: Tools): AroundCaches =>
  new AroundCaches(new CacheStore(blobs), {
    connector,
    pool: config.CONNECTOR_POOL,
    platform: `${process.platform}-${process.arch}`,
  });
