// The machine while something is measured: its load, its disk, and what processes take.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { arch, cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { percentile, rounded } from './figures.ts';
import { statOf, statusOf, treeOf } from './platform.mjs';

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Milliseconds of each of some small writes with fsync, where the servers keep their state. */
export const fsyncTimes = (count, folder = tmpdir()) => {
  const own = mkdtempSync(join(folder, 'yard-bench-disk-'));
  const file = openSync(join(own, 'file'), 'w');
  const bytes = Buffer.alloc(4096, 1);
  const times = Array.from({ length: count }, () => {
    writeSync(file, bytes);
    const from = performance.now();
    fsyncSync(file);
    return performance.now() - from;
  });
  closeSync(file);
  rmSync(own, { recursive: true });
  return times;
};

/** Stands beside each figure. */
export const weather = () => ({ load1: loadavg()[0], fsync_ms: rounded(percentile(fsyncTimes(15), 0.5)) });

/** MiB of memory of these processes. */
export const memoryOfAll = pids =>
  pids.reduce((sum, pid) => sum + Number(statOf(pid)?.[21] ?? 0) * 4096, 0) / 1_048_576;

/**
 * MiB of memory of these processes without pages of files they have mapped, which are the kernel's cache: it takes them back when
 * somebody needs the room.
 */
export const ownMemoryOfAll = pids =>
  pids.reduce((sum, pid) => sum + Number(/^RssAnon:\s+(\d+) kB$/m.exec(statusOf(pid))?.[1] ?? 0), 0) / 1_024;

/** Milliseconds of processor these processes have had, counted in hundredths of a second. */
export const processorOf = pids =>
  pids.reduce((sum, pid) => {
    const fields = statOf(pid);
    return fields ? sum + (Number(fields[11]) + Number(fields[12])) * 10 : sum;
  }, 0);

/** Looks each 50 ms; the function it gives ends that and says the highest. */
export const watchMemory = roots => {
  let servers = 0;
  let tree = 0;
  let looks = 0;
  const look = () => {
    servers = Math.max(servers, memoryOfAll(roots));
    if (looks++ % 4 === 0) tree = Math.max(tree, memoryOfAll(treeOf(roots)));
  };
  look();
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    look();
    return { peakServerMiB: rounded(servers), peakTreeMiB: rounded(tree) };
  };
};

const said = (command, ...args) => {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
};

/** What a reader must know to make sense of figures. @param natsServer the program. @param root of the repository. */
export const facts = ({ natsServer, root }) => ({
  date: new Date().toISOString(),
  commit: said('git', '-C', root, 'rev-parse', '--short', 'HEAD'),
  node: process.version,
  nats: said(natsServer, '--version'),
  processor: cpus()[0]?.model.trim(),
  cores: cpus().length,
  memoryGiB: rounded(totalmem() / 1_073_741_824),
  kernel: `Linux ${release()} ${arch()}`,
});
