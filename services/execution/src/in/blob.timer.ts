import type { Millis } from '@switchyard/kernel';
import { every, loggerOf, metrics } from '@switchyard/telemetry';
import type { SweepBlobs } from '../app/blobs/sweep-blobs.js';

const removed = metrics.counter('yard_blobs_removed_total', 'Blobs without a record that were removed', ['what']);
const bytes = metrics.counter('yard_blobs_removed_bytes_total', 'Bytes of blobs without a record that were removed');
const unknown = metrics.gauge('yard_blobs_unknown', 'Blobs of executions that the store does not know');

/** Removes blobs without a record at once, and then now and then until the signal aborts. */
export const sweepBlobsEvery = (
  sweeping: Pick<SweepBlobs, 'run'>,
  everyMs: Millis,
  signal: AbortSignal,
): Promise<void> => {
  const work = async () => {
    const swept = await sweeping.run(signal);
    for (const what of ['artifact', 'workspace', 'unfinished'] as const) removed.inc({ what }, swept[what]);
    bytes.inc(swept.bytes);
    unknown.set(swept.unknown);
    if (swept.artifact + swept.workspace + swept.unfinished > 0)
      loggerOf('execution').info({ ...swept }, 'blobs without a record removed');
  };
  const about = { service: 'execution', what: 'sweep blobs', failed: 'blobs without a record not removed yet', work };
  return every(everyMs, about, signal);
};
