import { globSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionId } from '@switchyard/contracts';
import { processesOf } from '../processes.js';

const namesIn = (path: string): string[] => {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
};

/** Durable consumers on disk, `<stream>/<consumer>`. */
export const consumersIn = (data: string): string[] =>
  globSync('nats/jetstream/**/streams/*/obs/*', { cwd: data })
    .map(path => path.split('/'))
    .map(parts => `${parts.at(-3)}/${parts.at(-1)}`)
    .sort();

/** What work leaves behind while the platform goes on: nothing, a moment after its end. */
export const leftByWork = (data: string, executions: readonly ExecutionId[]): string[] => {
  const ours = (name: string) => executions.some(id => name.includes(id));
  const connectors = join(data, 'connectors');
  const left = namesIn(connectors).flatMap(type =>
    ['journal', 'workspaces'].flatMap(room =>
      namesIn(join(connectors, type, room)).map(name => `${type} ${room} ${name}`),
    ),
  );
  const groups = globSync('/sys/fs/cgroup/**/switchyard-*', { exclude: path => path.includes('/proc/') }).filter(ours);
  const halves = globSync('**/*.new', { cwd: data, exclude: ['store/**'] });
  return [
    ...left.map(name => `left over: ${name}`),
    ...groups.map(path => `left over: cgroup ${path}`),
    ...halves.map(path => `left over: half a file ${path}`),
  ];
};

/** No process of it lives when it has stopped. */
export const leftByThePlatform = (data: string): string[] =>
  processesOf(data).map(({ pid, command }) => `process ${pid} is still there: ${command.slice(0, 200)}`);
