import type { BlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import type { ConnectorType, SessionId } from '@switchyard/contracts';
import { KeepArtifacts } from '../artifacts/keep-artifacts.js';
import { tellKept } from '../artifacts/tell-kept.js';
import { cachesOf } from '../caches/caches-of.js';
import { type ConnectorConfig, quotaOf } from '../config.js';
import type { Journal } from '../journal.js';
import type { Platform } from '../platform.js';
import { SourceAround } from '../source/source-around.js';
import type { KeptWorkspaces } from '../workspace/kept-workspaces.js';
import type { Around } from './around.js';
import { SharedWorkspaceAround } from './shared-workspace-around.js';

export interface AroundTools {
  bus: Bus;
  config: ConnectorConfig;
  blobs: BlobStore;
  kept: KeptWorkspaces;
  platform: Platform;
  journal: Journal;
  /** What the connector runs on. */
  connector: ConnectorType;
  /** Of this process. */
  session: () => SessionId;
}

/** What lies around the steps of every connector, from the outside in: first before the step, last after it. */
export const standardArounds = async (tools: AroundTools): Promise<Around[]> => [
  new SharedWorkspaceAround(tools.kept, quotaOf(tools.config)),
  await SourceAround.open(tools.config.DATA_DIRECTORY, tools.config),
  cachesOf(tools),
  new KeepArtifacts(tools.blobs, tellKept(tools)),
];
