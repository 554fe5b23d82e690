/**
 * The shim for machines without a C compiler: `node node-shim.js <job directory> < job`. Same contract, files and order
 * as the native one (see `shim.c`); slower to start, and without cgroups it cannot follow a process that leaves the
 * session, cleans its environment and outlives its parents, because Node cannot become a subreaper.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdirSync, openSync, readFileSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { type CgroupPlace, destroyCgroup } from './cgroup.js';
import { type JobOrder, parseJob } from './job-text.js';
import { claimStart, errnoOf, reserveOutcome, writeOutcome } from './node-records.js';
import { NodeSpool } from './node-spool.js';
import { type CommandEnd, NodeStep } from './node-step.js';
import { constants as system } from 'node:os';

/** The longest time a timer can hold; what is longer never comes. */
const longestTimerMs = 2 ** 31 - 1;

/** After everything is dead: how long output that is already in the pipe may take to arrive. */
const lastOutputMs = 1_000;

const answer = (word: string): void => {
  writeSync(1, `${word}\n`);
  closeSync(1);
  openSync('/dev/null', 'r+');
};

const leave = (word: 'refused' | 'invalid', fifo?: string): never => {
  if (fifo) unlinkSync(fifo);
  answer(word);
  process.exit(1);
};

const makeFifo = (path: string): void => {
  execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore', env: { PATH: '/usr/bin:/bin' } });
};

const readFrom = (fd: number, take: (bytes: Buffer) => void): Promise<void> =>
  new Promise(resolve => {
    const socket = new Socket({ fd, readable: true, writable: false });
    socket.on('data', take).on('error', () => undefined);
    socket.once('close', () => resolve());
  });

const timer = (ms: number, act: () => void): NodeJS.Timeout | undefined =>
  ms > 0 && ms <= longestTimerMs ? setTimeout(act, ms) : undefined;

const obey = (step: NodeStep, job: JobOrder, control: number, terminated: Promise<void>): void => {
  timer(job.deadlineMs, () => step.stop('timeout'));
  const lease = timer(job.leaseMs, () => step.stop('fenced'));
  const orders: Record<string, () => void> = {
    f: () => lease?.refresh(),
    c: () => step.stop('cancelled'),
    k: () => step.kill(),
  };
  void readFrom(control, bytes => {
    for (const order of bytes.toString('latin1')) orders[order]?.();
  });
  void terminated.then(() => step.stop('cancelled'));
};

/** Resolves on the signals that ask this process to leave: they cancel the step instead. */
const termination = (): Promise<void> =>
  new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
    process.on('SIGHUP', () => undefined);
  });

/** Makes the group, or does without. */
const withGroup = (job: JobOrder): JobOrder => {
  if (!job.cgroup) return job;
  try {
    mkdirSync(job.cgroup.path, { recursive: true });
    return { ...job, cgroup: withLimit(job.cgroup, job.pidsMax) };
  } catch {
    const { cgroup: _, ...rest } = job;
    return rest;
  }
};

const withLimit = (group: CgroupPlace, most: number): CgroupPlace => {
  const { pids, ...rest } = group;
  if (pids === undefined) return group;
  try {
    mkdirSync(pids, { recursive: true });
    writeFileSync(join(pids, 'pids.max'), String(most), { flag: 'r+' });
    return group;
  } catch {
    return rest;
  }
};

const kindOf = (step: NodeStep, end: CommandEnd): string =>
  end.error ? 'spawn-failed' : (step.cause ?? (end.signal ? 'signalled' : 'exited'));

/** Everything after `started` is on disk. */
const run = async (directory: string, job: JobOrder, control: number, terminated: Promise<void>): Promise<void> => {
  const startedAt = Date.now();
  reserveOutcome(directory);
  const spool = new NodeSpool(directory, job.headBytes, job.tailBytes);
  const pipe = join(directory, `output.${String(process.pid)}`);
  makeFifo(pipe);
  const outputEnd = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const inputEnd = openSync(pipe, constants.O_WRONLY);
  unlinkSync(pipe);
  const step = new NodeStep(directory, job, inputEnd);
  closeSync(inputEnd);
  obey(step, job, control, terminated);
  answer('started');
  const outputEnded = readFrom(outputEnd, bytes => spool.write(bytes));
  const end = await step.finish(outputEnded);
  await Promise.race([outputEnded, new Promise(resolve => setTimeout(resolve, lastOutputMs))]);
  await writeOutcome(directory, {
    kind: kindOf(step, end),
    errno: errnoOf(end.error),
    failedAt: end.failedAt,
    exitCode: end.exitCode,
    signal: end.signal && system.signals[end.signal],
    refusedProcesses: step.refusedProcesses,
    startedAt,
    finishedAt: Date.now(),
    ...spool.close(),
  });
};

const main = async (directory: string): Promise<void> => {
  const job = parseJob(readFileSync(0, 'utf8'));
  if (!job) return leave('invalid');
  closeSync(0);
  openSync('/dev/null', 'r+');
  const terminated = termination();
  const name = `control.${String(process.pid)}`;
  const fifo = join(directory, name);
  makeFifo(fifo);
  const control = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  if (!claimStart(directory, job, name)) return leave('refused', fifo);
  const grouped = withGroup(job);
  await run(directory, grouped, control, terminated);
  unlinkSync(fifo);
  if (grouped.cgroup) await destroyCgroup(grouped.cgroup);
  process.exit(0);
};

await main(process.argv[2] ?? '');
