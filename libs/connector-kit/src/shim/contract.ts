import type { Millis } from '@switchyard/kernel';

/** One command to run once. */
export interface ShimJob {
  /** The program and its arguments; the program is looked up on the `PATH` of `environment`. */
  argv: string[];
  /** The whole environment of the command: nothing is inherited. */
  environment: Record<string, string>;
  workingDirectory: string;
  /** The step is stopped after this long; absent = never. */
  deadlineMs?: Millis;
  /** Between SIGTERM and SIGKILL; 10 s unless said. */
  graceMs?: Millis;
  /** The step is stopped when nobody fed it for this long; 90 s unless said, 0 = never. */
  leaseMs?: Millis;
  /** After the command's end, how long a process it left behind may keep the output open; 2 s unless said. */
  drainMs?: Millis;
  /** Processes and threads of the step at once, where cgroups can limit them; 0 = any number, as unless said. */
  pidsMax?: number;
  /** Kept from the start of the output; 48 MB unless said. */
  headBytes?: number;
  /** Kept from the end of the output once it is longer than `headBytes`; 16 MB unless said. */
  tailBytes?: number;
}

export const outcomeKinds = ['exited', 'signalled', 'timeout', 'cancelled', 'fenced', 'spawn-failed', 'lost'] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

/** How a run ended. `lost`: its shim was killed before it could say; nothing of the step is left running. */
export interface ShimOutcome {
  kind: OutcomeKind;
  /** Of the command, also when it ended because it was stopped. */
  exitCode?: number;
  /** Such as `SIGKILL`: what the command died of, also when it was stopped. */
  signal?: string;
  /** Name of the error that kept the command from starting, such as `ENOENT`. */
  error?: string;
  /** What `error` is about. */
  failedAt?: 'command' | 'directory' | 'shim';
  startedAt: Millis;
  finishedAt: Millis;
  /** Everything the command printed. */
  totalBytes: number;
  /** What of it is in neither the head nor the tail. */
  droppedBytes: number;
  /** Name of the error that kept output from being written to disk, such as `ENOSPC`. */
  logError?: string;
  /** How often the step asked for one process more than `pidsMax`; absent = never. */
  refusedProcesses?: number;
  cpuMs?: Millis;
  maxRssKb?: number;
}

/** Reads the kept output: the head while it grows; once there is an outcome also the line that says what was dropped, and the tail. */
export interface SpoolReader {
  /** Up to `maxBytes` from `offset` of the kept output; empty when nothing is there yet, or nothing more will be. */
  read(offset: number, maxBytes: number): Promise<Buffer>;
  /**
   * Resolves when there may be more than the last `read` gave, when there is an outcome, or when `signal` aborts. Once a
   * `read` found nothing more after the end, only `signal` is waited for; who has none is told again and again.
   */
  changed(signal?: AbortSignal): Promise<void>;
  /** How long all of it is, where there is an outcome and that is known without reading it. */
  length?(): Promise<number | undefined>;
}

export interface RunningShim {
  readonly directory: string;
  readonly log: SpoolReader;
  /** Waits for the end. Rejects only when `signal` aborts. */
  outcome(signal?: AbortSignal): Promise<ShimOutcome>;
  /** Cancels: SIGTERM, grace, SIGKILL, to everything the step started. Harmless when it has ended. */
  stop(): Promise<void>;
  /** Cancels without grace. */
  kill(): Promise<void>;
  /** Says that somebody still wants the step; see `leaseMs`. */
  feed(): Promise<void>;
}

export interface Shim {
  readonly kind: 'native' | 'node';
  /**
   * Runs `job` and returns once the start is on disk. At most one run per directory, ever:
   * the second start fails with the fault `already-started`, whoever made the first.
   */
  start(directory: string, job: ShimJob): Promise<RunningShim>;
  /** The run of that directory, running or ended, whoever started it; `undefined` when there has been none. */
  adopt(directory: string): Promise<RunningShim | undefined>;
  /** From now on nothing will ever start in that directory. `false` when something already has. */
  forbid(directory: string): Promise<boolean>;
  /** Ends what is left of runs whose directory, directly below `root`, is gone. Names those it found. */
  reap(root: string): Promise<string[]>;
}
