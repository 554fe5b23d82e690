import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import type { ConnectorType } from '@switchyard/contracts';
import { cachesOf } from '../caches/caches-of.js';
import type { ConnectorConfig } from '../config.js';
import type { Around } from './around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
  blobs: BlobStore;
  /** What the connector runs on. */
  connector: ConnectorType;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async (tools: AroundTools): Promise<Around[]> => [cachesOf(tools)];
