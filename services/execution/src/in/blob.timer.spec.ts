import { metricsText } from '@switchyard/telemetry';
import { sweepBlobsEvery } from './blob.timer.js';

describe('the sweep of blobs', () => {
  it('counts what it removed', async () => {
    const enough = new AbortController();
    const swept = [
      { artifact: 2, workspace: 1, bytes: 700, unfinished: 3, unknown: 5 },
      { artifact: 1, workspace: 0, bytes: 50, unfinished: 0, unknown: 4 },
    ];
    const run = async () => {
      const one = swept.shift();
      if (swept.length === 0) enough.abort();
      if (!one) throw new Error('it was told to stop');
      return one;
    };
    await sweepBlobsEvery({ run }, 1, enough.signal);
    const text = await metricsText();
    expect(text).toContain('yard_blobs_removed_total{what="artifact"} 3\n');
    expect(text).toContain('yard_blobs_removed_total{what="workspace"} 1\n');
    expect(text).toContain('yard_blobs_removed_total{what="unfinished"} 3\n');
    expect(text).toContain('yard_blobs_removed_bytes_total 750\n');
    expect(text).toContain('yard_blobs_unknown 4\n');
  });
});
