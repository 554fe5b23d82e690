import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { StepScene } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { inherited } from '../config.js';
import { exit, Stop } from '../exit.js';
import { dockerWords, nameOf } from './docker-words.js';
import { familyOf, signalAll } from './family.js';

export interface ShellOptions {
  program: string;
  /** When its time is over, as `Date.now()` counts. */
  until: Millis;
}

/** How it ended: with the exit code of the shell, or since its time was over or somebody asked. */
export type ShellEnd = { code: number } | { ended: 'time' | 'asked' };

const graceMs: Millis = 2_000;

/** A shell where the step stood, on the terminal of this command. */
export const shellIn = async (scene: StepScene, options: ShellOptions): Promise<ShellEnd> => {
  const shell = scene.container ? inContainer(scene, options) : onMachine(scene, options);
  // Ctrl-C is for what runs in the shell.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    return await untilOver(shell, options.until);
  } finally {
    process.off('SIGINT', ignore);
    await shell.clear();
  }
};

interface Shell {
  child: ChildProcess;
  end(): Promise<void>;
  /** Takes away what is left. */
  clear(): Promise<void>;
}

const variablesFor = ({ environment, stepId }: StepScene): Record<string, string> => {
  const { TERM = 'dumb' } = inherited();
  // What it says there, nobody reads any more.
  return { TERM, ...environment, YARD_OUTPUT: '/dev/null', PS1: `${stepId} (held) $ ` };
};

/** Where programs are, for a step whose image said it. */
const ownPlaces = (): Record<string, string> => {
  const { PATH = '/usr/local/bin:/usr/bin:/bin', HOME = '/' } = inherited();
  return { PATH, HOME };
};

const onMachine = (scene: StepScene, { program }: ShellOptions): Shell => {
  const child = spawn(program, {
    cwd: scene.directory,
    env: { ...ownPlaces(), ...variablesFor(scene) },
    stdio: 'inherit',
  });
  const end = async () => {
    const family = await familyOf(child.pid ?? 0);
    signalAll(family, 'SIGHUP');
    signalAll(family, 'SIGCONT');
    const late = setTimeout(() => signalAll(family, 'SIGKILL'), graceMs);
    await goneOf(child);
    clearTimeout(late);
    signalAll(family.slice(1), 'SIGKILL');
  };
  return { child, end, clear: () => Promise.resolve() };
};

const inContainer = (scene: StepScene, { program, until }: ShellOptions): Shell => {
  const words = dockerWords(scene, { program, until, isTerminal: process.stdin.isTTY, variables: variablesFor(scene) });
  const child = spawn('docker', words, { stdio: 'inherit', env: inherited() });
  const remove = async () => {
    const removing = spawn('docker', ['-H', scene.container?.engine ?? '', 'rm', '-f', nameOf(scene)], {
      stdio: 'ignore',
      env: inherited(),
    });
    removing.on('error', () => undefined);
    await goneOf(removing);
  };
  return { child, end: remove, clear: remove };
};

/** @throws Stop where there is no command by that name */
export const mustHaveDocker = (): void => {
  if (spawnSync('docker', ['--version'], { stdio: 'ignore', env: inherited() }).error)
    throw new Stop(exit.platform, 'a shell in a container needs the docker command, and it is not on PATH', [
      'install it, or look at the files alone: yard debug … --on-machine',
    ]);
};

const isGone = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

const goneOf = async (child: ChildProcess): Promise<void> => {
  if (!isGone(child)) await once(child, 'exit');
};

const untilOver = async ({ child, end }: Shell, until: Millis): Promise<ShellEnd> => {
  const asked = new AbortController();
  const leave = () => asked.abort();
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, leave);
  const timer = setTimeout(leave, Math.max(0, until - Date.now()));
  asked.signal.addEventListener('abort', () => void end(), { once: true });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (asked.signal.aborted) return { ended: Date.now() >= until ? 'time' : 'asked' };
    return { code: code ?? exit.failure };
  } catch (error) {
    throw new Stop(exit.platform, `the shell cannot be started: ${(error as Error).message}`, [
      'name another: --shell',
    ]);
  } finally {
    clearTimeout(timer);
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.off(signal, leave);
  }
};
