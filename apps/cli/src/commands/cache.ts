import type { CacheView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface OfProject {
  project: string;
  json: boolean;
  data?: string;
}

export const listCaches = async (
  terminal: Terminal,
  { project, prefix, limit, json, data }: OfProject & { prefix?: string; limit: number },
): Promise<number> => {
  const { client } = await mustRun(data);
  const reply = await client.caches.list(project, { limit, ...(prefix === undefined ? {} : { prefix }) });
  if (json) terminal.json(reply);
  else if (reply.caches.length === 0) terminal.line('no caches yet; a step keeps files with cache: { key, paths }');
  else {
    const head = ['ID', 'KEY', 'KIND', 'SCOPE', 'SIZE', 'FILES', 'HITS', 'LAST USE'];
    for (const line of table(head, reply.caches.map(rowOf))) terminal.line(line);
    terminal.line(`${reply.count} in all, ${megabytes(reply.bytes)}`);
  }
  return exit.success;
};

export const removeCache = async (
  terminal: Terminal,
  id: string,
  { project, json, data }: OfProject,
): Promise<number> => {
  const { client } = await mustRun(data);
  const cache = await client.caches.remove(project, id);
  const { key, bytes } = cache;
  if (json) terminal.json(cache);
  else terminal.line(`${plain(key)}: removed (${megabytes(bytes)})`);
  return exit.success;
};

export const clearCaches = async (
  terminal: Terminal,
  { project, prefix, json, data }: OfProject & { prefix?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.caches.clear(project, prefix);
  const { removed, bytes } = answer;
  if (json) terminal.json(answer);
  else terminal.line(`${plain(project)}: ${removed} removed (${megabytes(bytes)})`);
  return exit.success;
};

const longestKey = 60;

const rowOf = ({ id, key, kind, scope, bytes, files, hits, usedAt }: CacheView): string[] => [
  id,
  plain(key.length > longestKey ? `${key.slice(0, longestKey)}…` : key),
  kind,
  plain(scope),
  megabytes(bytes),
  String(files),
  String(hits),
  usedAt,
];

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
