import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import type { ConnectorType } from '@switchyard/contracts';
import { cachesOf } from '../caches/caches-of.js';
import { type ConnectorConfig, quotaOf } from '../config.js';
import type { KeptWorkspaces } from '../workspace/kept-workspaces.js';
import type { Around } from './around.js';
import { SharedWorkspaceAround } from './shared-workspace-around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
  blobs: BlobStore;
  kept: KeptWorkspaces;
  /** What the connector runs on. */
  connector: ConnectorType;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async (tools: AroundTools): Promise<Around[]> => [
  new SharedWorkspaceAround(tools.kept, quotaOf(tools.config)),
  cachesOf(tools),
];
