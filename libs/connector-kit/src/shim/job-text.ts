import { Fault } from '@switchyard/kernel';
import { type CgroupPlace } from './cgroup.js';
import { type ShimJob } from './contract.js';

/** What a shim was told to do, with nothing left open. */
export type JobOrder = Required<ShimJob> & { cgroup?: CgroupPlace };

/** In the environment of every step: what it starts can be recognised by it, wherever it went. */
export const cookieName = 'SWITCHYARD_STEP_DIRECTORY';

const numbers = ['deadlineMs', 'graceMs', 'drainMs', 'leaseMs', 'pidsMax', 'headBytes', 'tailBytes'] as const;

const refuse = (message: string): never => {
  throw new Fault({ code: 'bad-step', message, blame: 'user', retry: false });
};

/** The job as the shim reads it: `key=value` strings, each ended by a NUL byte, the last one `end=`. */
export const jobText = (directory: string, job: ShimJob, cgroup: CgroupPlace | undefined): string => {
  if (job.argv.length === 0 || job.argv[0] === '') refuse('the command is empty');
  const lines = [`workingDirectory=${job.workingDirectory}`];
  for (const name of numbers) {
    const value = job[name];
    if (value !== undefined) lines.push(`${name}=${String(Math.max(0, Math.round(value)))}`);
  }
  if (cgroup) lines.push(...groupLines(cgroup, job));
  for (const argument of job.argv) lines.push(`arg=${argument}`);
  for (const [name, value] of Object.entries({ ...job.environment, [cookieName]: directory }))
    lines.push(`env=${name}=${value}`);
  lines.push('end=');
  if (lines.some(line => line.includes('\0'))) refuse('an argument or a variable of the command holds a NUL byte');
  return lines.map(line => `${line}\0`).join('');
};

const groupLines = ({ kind, path, pids }: CgroupPlace, { pidsMax = 0 }: ShimJob): string[] => [
  `${kind}=${path}`,
  ...(pids !== undefined && pidsMax > 0 ? [`pids=${pids}`] : []),
];

/** Reads {@link jobText} back; `undefined` when it is cut short or says something unknown. */
export const parseJob = (text: string): JobOrder | undefined => {
  const lines = text.split('\0');
  if (lines.pop() !== '' || lines.pop() !== 'end=') return undefined;
  const order: JobOrder = { ...unlessSaid, argv: [], environment: {}, workingDirectory: '' };
  const known = lines.every(line => {
    const [key, value] = [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)];
    return take(order, key, value);
  });
  return known && order.argv.length > 0 && order.workingDirectory ? order : undefined;
};

const unlessSaid = {
  deadlineMs: 0,
  graceMs: 10_000,
  drainMs: 2_000,
  leaseMs: 90_000,
  pidsMax: 0,
  headBytes: 48 * 1024 * 1024,
  tailBytes: 16 * 1024 * 1024,
};

const take = (order: JobOrder, key: string, value: string): boolean => {
  const number = numbers.find(name => name === key);
  if (number) order[number] = Number(value);
  else if (key === 'arg') order.argv.push(value);
  else if (key === 'env') order.environment[value.slice(0, value.indexOf('='))] = value.slice(value.indexOf('=') + 1);
  else if (key === 'workingDirectory') order.workingDirectory = value;
  else if (key === 'cgroup2' || key === 'freezer') order.cgroup = { kind: key, path: value };
  else if (key === 'pids' && order.cgroup) order.cgroup.pids = value;
  else return false;
  return true;
};
