import type { BlobStore } from '@switchyard/blobs';
import type { Clock } from '@switchyard/kernel';
import type { Artifacts } from './app/artifacts/ports.js';
import { SweepBlobs } from './app/blobs/sweep-blobs.js';
import type { Executions } from './app/ports.js';
import type { ExecutionConfig } from './config.js';
import { sweepBlobsEvery } from './in/blob.timer.js';
import { StoredBlobs } from './out/stored-blobs.js';

interface Records {
  artifacts: Artifacts;
  executions: Executions;
}

/** Keeps the blob store free of what no record names until the signal aborts. */
export const sweepBlobs = (
  blobs: BlobStore,
  { artifacts, executions }: Records,
  clock: Clock,
  config: ExecutionConfig,
  signal: AbortSignal,
): Promise<void> => {
  const rules = { keptMs: config.BLOBS_UNNAMED_KEPT_MS, workspaceKeptMs: config.WORKSPACE_KEPT_MS };
  const sweeping = new SweepBlobs(new StoredBlobs(blobs), artifacts, executions, clock, rules);
  return sweepBlobsEvery(sweeping, config.BLOBS_SWEEP_MS, signal);
};
