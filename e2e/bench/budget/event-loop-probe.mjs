// Loaded into each process of a platform with `--import`: how late its event loop is. SIGUSR2 writes what was seen since the last one to a
// file of its own in BENCH_EVENT_LOOPS, and begins anew.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { serviceIn } from './service.mjs';

/** Looked at this often; what is measured is how much later the look came. */
const everyMs = 5;

const folder = process.env.BENCH_EVENT_LOOPS;
const service = serviceIn(process.argv);
if (isMainThread && folder && service) {
  const delay = monitorEventLoopDelay({ resolution: everyMs });
  delay.enable();
  const late = nanoseconds => Math.max(0, nanoseconds / 1e6 - everyMs);
  let looks = 0;
  const tell = () => {
    looks += 1;
    const file = join(folder, `${process.pid}.json`);
    const facts = {
      service,
      looks,
      p50: late(delay.percentile(50)),
      p99: late(delay.percentile(99)),
      max: late(delay.max),
    };
    writeFileSync(`${file}.new`, JSON.stringify(facts));
    renameSync(`${file}.new`, file);
    delay.reset();
  };
  process.on('SIGUSR2', tell);
  tell();
}
