import { CacheStore } from '@switchyard/caches';
import type { AroundTools } from '../around/standard.js';
import { AroundCaches } from './around-caches.js';

/** The caches of the steps of this connector. */
export const cachesOf = ({ blobs, config, connector }: AroundTools): AroundCaches =>
  new AroundCaches(new CacheStore(blobs), {
    connector,
    pool: config.CONNECTOR_POOL,
    platform: `${process.platform}-${process.arch}`,
  });
