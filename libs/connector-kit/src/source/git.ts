import { type ChildProcess, spawn } from 'node:child_process';
import { Fault, type Millis } from '@switchyard/kernel';
import { ProgressLines } from './progress-lines.js';

/** Longer answers than those of the largest repositories come from nobody honest. */
const mostAnswered = 64 * 1_048_576;
/** The end of what git complains about is what says why. */
const mostKept = 16_384;
const graceMs: Millis = 2_000;

/** What a call of git said when it did not succeed. */
export class GitFailure extends Error {
  constructor(
    /** The end of its standard error. */
    readonly said: string,
    readonly isLate: boolean,
  ) {
    super(`git failed: ${said}`);
  }
}

export interface GitCall {
  directory: string;
  /** On top of what every call has. */
  environment?: Record<string, string>;
  signal: AbortSignal;
  /** Takes progress, line by line; without it there is none. */
  say?: (line: string) => void;
  /** Told as soon as there is a process. */
  began?: (pid: number) => void;
}

/** Calls git, by its arguments and with an environment of our own: no shell, no settings of the machine or of a person. */
export class Git {
  constructor(
    private readonly environment: Record<string, string>,
    private readonly timeoutMs: Millis,
  ) {}

  /**
   * @returns what it wrote to its standard output
   * @throws GitFailure when it did not succeed, Fault `no-git`, or the reason of the signal
   */
  async run(words: readonly string[], { directory, environment = {}, signal, say, began }: GitCall): Promise<string> {
    signal.throwIfAborted();
    const child = spawn('git', words, {
      cwd: directory,
      env: { ...this.environment, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what git starts ends with it.
      detached: true,
    });
    const ending = new Ending(child);
    const late = setTimeout(() => ending.now('late'), this.timeoutMs);
    const abort = () => ending.now('aborted');
    signal.addEventListener('abort', abort, { once: true });
    try {
      const { code, answer, said } = await heard(child, { say, began, tooMuch: () => ending.now('late') });
      signal.throwIfAborted();
      if (code === 0) return answer;
      throw new GitFailure(said, ending.why === 'late');
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', abort);
      ending.over();
    }
  }
}

/** Ends a process and what it started: asked at first, so that half files are put away. */
class Ending {
  why: 'late' | 'aborted' | undefined;
  private killing: NodeJS.Timeout | undefined;

  constructor(private readonly child: ChildProcess) {}

  now(why: 'late' | 'aborted'): void {
    if (this.why) return;
    this.why = why;
    killGroup(this.child.pid, 'SIGTERM');
    this.killing = setTimeout(() => killGroup(this.child.pid, 'SIGKILL'), graceMs);
  }

  over(): void {
    clearTimeout(this.killing);
    if (this.why) killGroup(this.child.pid, 'SIGKILL');
  }
}

export const killGroup = (pid: number | undefined, signal: NodeJS.Signals): void => {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It is gone.
  }
};

interface Listening {
  say: ((line: string) => void) | undefined;
  began: ((pid: number) => void) | undefined;
  tooMuch: () => void;
}

interface Heard {
  code: number | null;
  answer: string;
  said: string;
}

const heard = (child: ChildProcess, { say, began, tooMuch }: Listening): Promise<Heard> =>
  new Promise((resolve, reject) => {
    const answer: Buffer[] = [];
    let bytes = 0;
    let said = '';
    const progress = new ProgressLines(line => say?.(line));
    child.stdout?.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= mostAnswered) answer.push(part);
      else tooMuch();
    });
    child.stderr?.on('data', (part: Buffer) => {
      const text = part.toString('utf8');
      said = (said + text).slice(-mostKept);
      progress.add(text);
    });
    child.on('spawn', () => child.pid !== undefined && began?.(child.pid));
    child.on('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'ENOENT' ? noGit(cause) : cause));
    child.on('close', code => {
      progress.end();
      resolve({ code, answer: Buffer.concat(answer).toString('utf8'), said });
    });
  });

const noGit = (cause: Error): Fault =>
  new Fault({
    code: 'no-git',
    message: 'the connector’s machine has no git, which steps with a source need',
    blame: 'platform',
    retry: false,
    suggestions: ['install git where the connector runs'],
    cause,
  });
