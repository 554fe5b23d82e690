// A platform of its own for measurements, and a client that times what its users see.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { YardClient } from '@switchyard/client';

const main = fileURLToPath(new URL('../../services/single-node/dist/main.js', import.meta.url));

/** Starts it, and resolves when a trigger would be accepted and a connector listens. */
export const startPlatform = async ({ processes = false, directory, environment = {} } = {}) => {
  const data = directory ?? mkdtempSync(join(tmpdir(), 'yard-bench-'));
  const child = spawn(
    process.execPath,
    [main, '--data', data, '--with-parent', ...(processes ? ['--processes'] : [])],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.event === 'failed') throw new Error(said.message);
    if (said.event !== 'ready') continue;
    child.stdout.resume();
    const stop = async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      if (!directory) rmSync(data, { recursive: true, force: true });
    };
    return { client: new YardClient(said), token: said.token, pid: child.pid, stop, data };
  }
  throw new Error('the platform ended before it was ready');
};

/** What the kernel says of a process, from its state on; undefined of one that is gone. */
export const statOf = pid => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

/** What the kernel says of a process in words; empty of one that is gone. */
export const statusOf = pid => {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
};

const processes = () =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      const fields = statOf(pid);
      return fields ? [{ pid: Number(pid), parent: Number(fields[1]) }] : [];
    });

/** When a process began, on the wall clock; the kernel counts in hundredths of a second. */
export const bornAt = pid => {
  const ticks = Number(statOf(pid)[19]);
  const upSeconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
  return Date.now() - (upSeconds - ticks / 100) * 1_000;
};

/** Looks again every few milliseconds until there is something. */
export const until = async look => {
  for (let found = await look(); ; found = await look()) {
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
};

/** These processes and all below them. */
export const treeOf = roots => {
  const all = processes();
  const tree = new Set(roots);
  for (let grew = true; grew;) {
    grew = false;
    for (const { pid, parent } of all) if (tree.has(parent) && !tree.has(pid)) grew = Boolean(tree.add(pid));
  }
  return [...tree];
};

export const percentile = (values, part) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};

/** Applies a file and gives its id. */
export const apply = async (client, yaml) => (await client.applyPipeline(yaml)).pipeline.id;
