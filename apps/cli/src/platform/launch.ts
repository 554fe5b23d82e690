import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Millis } from '@switchyard/kernel';
import { inherited } from '../config.js';
import { exit, Stop } from '../exit.js';

export interface LaunchOptions {
  data: string;
  port?: number;
  processes?: boolean;
  /** Lives on when this command has ended. */
  keep: boolean;
  onProgress: (message: string) => void;
  /** On top of this command's own, and without those that are undefined here. */
  environment?: Record<string, string | undefined>;
  /** Gives up while it is not ready yet. */
  signal?: AbortSignal;
}

/** Another platform uses the directory. */
export class DirectoryTaken extends Stop {}

export interface Launched {
  url: string;
  token: string;
  /** Resolves with its exit code when it ends. */
  ended: Promise<number | null>;
  /** Asks it to leave, and waits until it is gone. */
  stop(): Promise<void>;
}

interface Said {
  event: string;
  code?: string;
  message?: string;
  url?: string;
  token?: string;
  suggestions?: string[];
}

const main = fileURLToPath(new URL('../../../../services/single-node/dist/main.js', import.meta.url));

/** Longer than an orderly end takes. */
const leaveMs: Millis = 90_000;

/**
 * Starts a platform of this machine's own; resolves when it answers.
 * @throws Stop with the platform's own sentence when it does not start.
 */
export const launch = async (options: LaunchOptions): Promise<Launched> => {
  const { signal = new AbortController().signal } = options;
  if (signal.aborted) throw new Stop(exit.interrupted, '');
  const child = await begin(options);
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const giveUp = () => child.kill('SIGTERM');
  signal.addEventListener('abort', giveUp, { once: true });
  const said = await firstWord(child, options.onProgress);
  signal.removeEventListener('abort', giveUp);
  if (signal.aborted || !said?.url || !said.token) {
    await ended;
    throw signal.aborted ? new Stop(exit.interrupted, '') : notStarted(said, options.data);
  }
  if (options.keep) release(child);
  return { url: said.url, token: said.token, ended, stop: () => stop(child, ended) };
};

const isEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const stop = async (child: ChildProcess, ended: Promise<unknown>): Promise<void> => {
  if (!isEnded(child)) child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), leaveMs);
  await ended;
  clearTimeout(late);
};

const notStarted = (said: Said | undefined, data: string): Stop => {
  const message = said?.message ?? 'the platform ended before it was ready';
  const suggestions = said?.suggestions ?? [`${join(data, 'logs')} has more`];
  const Kind = said?.code === 'directory-taken' ? DirectoryTaken : Stop;
  return new Kind(exit.platform, message, suggestions);
};

const begin = async ({
  data,
  port = 0,
  processes = false,
  keep,
  environment = {},
}: LaunchOptions): Promise<ChildProcess> => {
  const words = ['--data', data, '--port', String(port), ...flags({ processes, keep })];
  // What it could not even log: there is nobody to read its standard error once this command is gone.
  const last = keep ? await lastWords(data) : undefined;
  const child = spawn(process.execPath, [main, ...words], {
    stdio: [keep ? 'ignore' : 'pipe', 'pipe', keep ? (last?.fd ?? 'ignore') : 'inherit'],
    env: { ...inherited(), ...environment },
    // Ctrl-C in the terminal is for this command, which then stops it in order.
    detached: true,
  });
  await last?.close();
  return child;
};

const flags = ({ processes, keep }: { processes: boolean; keep: boolean }): string[] => [
  ...(processes ? ['--processes'] : []),
  ...(keep ? [] : ['--with-parent']),
];

const lastWords = async (data: string) => {
  try {
    await mkdir(join(data, 'logs'), { recursive: true, mode: 0o700 });
    return await open(join(data, 'logs', 'start.log'), 'a', 0o600);
  } catch {
    return undefined;
  }
};

const firstWord = async (
  { stdout }: ChildProcess,
  onProgress: (message: string) => void,
): Promise<Said | undefined> => {
  if (!stdout) return undefined;
  const lines = createInterface({ input: stdout });
  try {
    for await (const line of lines) {
      const said = JSON.parse(line) as Said;
      if (said.event !== 'progress') return said;
      onProgress(said.message ?? '');
    }
  } finally {
    // Nothing else is read, and the pipe must not fill.
    stdout.resume();
  }
  return undefined;
};

const release = (child: ChildProcess): void => {
  child.stdout?.destroy();
  child.unref();
};
