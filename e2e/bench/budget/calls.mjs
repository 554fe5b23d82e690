// Calls of the system that the platform makes, counted by strace where it is there and may look.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { serviceIn } from './service.mjs';
import { countCalls } from './trace.ts';

const watched = 'fsync,fdatasync,msync,sync_file_range,fork,vfork,clone,clone3,execve';

/** The service that a thread is of; shims and steps are gone by the time one asks. */
const nameOf = thread => {
  try {
    const group = /^Tgid:\s+(\d+)$/m.exec(readFileSync(`/proc/${thread}/status`, 'utf8'))?.[1];
    const words = readFileSync(`/proc/${group}/cmdline`, 'utf8').split('\0');
    if (words.some(word => word.endsWith('store-server.mjs'))) return 'store';
    return serviceIn(words) ?? basename(words[0]).replace(/-[0-9a-f]{16}$/, '');
  } catch {
    return 'shim and step';
  }
};

/**
 * Counts while the work runs, in these processes and all they start. Work is much slower meanwhile, and not timed.
 * Undefined where nothing can be counted.
 */
export const callsDuring = async (pids, work) => {
  if (spawnSync('strace', ['-V']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'yard-bench-calls-'));
  const file = join(folder, 'calls');
  const child = spawn(
    'strace',
    ['-f', '-qq', '-e', `trace=${watched}`, '-o', file, ...pids.flatMap(pid => ['-p', String(pid)])],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let refusal = '';
  child.stderr.on('data', bytes => (refusal += bytes));
  const gone = once(child, 'exit');
  try {
    const isTraced = await until(pids, () => child.exitCode !== null);
    if (!isTraced) return undefined;
    await work();
    const lines = readFileSync(file, 'utf8');
    return countCalls(lines, nameOf);
  } finally {
    child.kill('SIGINT');
    await gone;
    rmSync(folder, { recursive: true });
  }
};

/** Resolves when each of them is looked at. */
const until = async (pids, isOver) => {
  while (!isOver()) {
    const traced = pids.every(pid => /^TracerPid:\s+[1-9]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
    if (traced) return true;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  return false;
};
