import { Fault } from '@switchyard/kernel';
import { type CgroupPlace } from './cgroup.js';
import { type ShimJob } from './contract.js';

/** In the environment of every step: what it starts can be recognised by it, wherever it went. */
export const cookieName = 'SWITCHYARD_STEP_DIRECTORY';

const numbers = ['deadlineMs', 'graceMs', 'drainMs', 'leaseMs', 'headBytes', 'tailBytes'] as const;

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
  if (cgroup) lines.push(`${cgroup.kind}=${cgroup.path}`);
  for (const argument of job.argv) lines.push(`arg=${argument}`);
  for (const [name, value] of Object.entries({ ...job.environment, [cookieName]: directory }))
    lines.push(`env=${name}=${value}`);
  lines.push('end=');
  if (lines.some(line => line.includes('\0'))) refuse('an argument or a variable of the command holds a NUL byte');
  return lines.map(line => `${line}\0`).join('');
};
