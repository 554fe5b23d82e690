import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import { type ConnectorConfig, quotaOf } from '../config.js';
import type { KeptWorkspaces } from '../workspace/kept-workspaces.js';
import type { Around } from './around.js';
import { SharedWorkspaceAround } from './shared-workspace-around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
  blobs: BlobStore;
  kept: KeptWorkspaces;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async ({ config, kept }: AroundTools): Promise<Around[]> => [
  new SharedWorkspaceAround(kept, quotaOf(config)),
];
