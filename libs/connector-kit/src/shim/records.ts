import { type Millis } from '@switchyard/kernel';
import { lstatSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorName } from 'node:util';
import { fewBytesOf } from '../plain-file.js';
import { type CgroupPlace } from './cgroup.js';
import { type OutcomeKind, outcomeKinds, type ShimOutcome } from './contract.js';

/** What the shim wrote before the command began. */
export interface StartRecord {
  pid: number;
  at: Millis;
  /** File name of the fifo. */
  control: string;
  headBytes: number;
  tailBytes: number;
  cgroup?: CgroupPlace;
  /** Nothing ran and nothing may. */
  forbidden: boolean;
}

/** An outcome and how its output is laid out on disk. */
export interface EndRecord {
  outcome: ShimOutcome;
  headBytes: number;
  tailSeen: number;
}

/** Longer than any record is. */
const mostBytes = 65_536;

/** Nothing, not even fields, where there is no such record; what is no plain file has none of them. */
const fieldsOf = (path: string): Map<string, string> | undefined => {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (!facts) return undefined;
  const text = facts.isFile() ? String(fewBytesOf(path, mostBytes) ?? '') : '';
  return new Map(text.split('\n').map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
};

const numberIn = (fields: Map<string, string>, key: string): number => Number(fields.get(key) ?? 0);

/** `undefined`: nothing has started there. A torn record gives a record without a fifo. */
export const readStart = (directory: string): StartRecord | undefined => {
  const fields = fieldsOf(join(directory, 'started'));
  if (!fields) return undefined;
  const cgroup = (['cgroup2', 'freezer'] as const)
    .map(kind => ({ kind, path: fields.get(kind) ?? '' }))
    .find(({ path }) => path.startsWith('/'));
  const pids = fields.get('pids');
  return {
    pid: numberIn(fields, 'pid'),
    at: numberIn(fields, 'at'),
    control: fields.get('control') ?? '',
    headBytes: numberIn(fields, 'headBytes'),
    tailBytes: numberIn(fields, 'tailBytes'),
    forbidden: fields.has('forbidden'),
    ...(cgroup && { cgroup: { ...cgroup, ...(pids && { pids }) } }),
  };
};

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `SIG${String(number)}`;

const errorName = (number: number): string => getSystemErrorName(-number);

const kindIn = (fields: Map<string, string>): OutcomeKind =>
  outcomeKinds.find(kind => kind === fields.get('kind')) ?? 'lost';

const optional = <Value>(fields: Map<string, string>, key: string, read: (text: string) => Value, name = key) => {
  const text = fields.get(key);
  return text === undefined ? {} : { [name]: read(text) };
};

export const readEnd = (directory: string): EndRecord | undefined => {
  const fields = fieldsOf(join(directory, 'outcome'));
  if (!fields) return undefined;
  const outcome: ShimOutcome = {
    kind: kindIn(fields),
    startedAt: numberIn(fields, 'startedAt'),
    finishedAt: numberIn(fields, 'finishedAt'),
    totalBytes: numberIn(fields, 'totalBytes'),
    droppedBytes: numberIn(fields, 'droppedBytes'),
    ...optional(fields, 'exitCode', Number),
    ...optional(fields, 'signal', text => signalName(Number(text))),
    ...optional(fields, 'errno', text => errorName(Number(text)), 'error'),
    ...optional(fields, 'failedAt', String),
    ...optional(fields, 'logErrno', text => errorName(Number(text)), 'logError'),
    ...optional(fields, 'refusedProcesses', Number),
    ...optional(fields, 'cpuMs', Number),
    ...optional(fields, 'maxRssKb', Number),
  };
  return { outcome, headBytes: numberIn(fields, 'headBytes'), tailSeen: numberIn(fields, 'tailSeen') };
};
