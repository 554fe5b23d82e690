import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import type { ConnectorConfig } from '../config.js';
import type { Around } from './around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
  blobs: BlobStore;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async (_tools: AroundTools): Promise<Around[]> => [];
