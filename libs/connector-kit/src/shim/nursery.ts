import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { reasonOf } from '@switchyard/kernel';

/** A shim on its way. */
export interface Born {
  /** The one word it says before it is on its own; empty when it died without one. Rejects when nobody can tell. */
  answer: Promise<string>;
  /** Resolves when it has ended, or when nobody can tell any more. */
  ended: Promise<void>;
}

/** Starts shims. */
export interface Nursery {
  start(place: string, job: string): Born;
}

const nothing = (): void => undefined;

/** A process that inherits nothing, and keeps this one from ending as little as it ends with it. */
const apart = (program: string, words: readonly string[]) => {
  const child = spawn(program, words, { cwd: '/', env: {}, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  child.unref();
  return child;
};

/** From this process: what works everywhere, and takes as long as this process is large. */
export class OwnNursery implements Nursery {
  constructor(private readonly command: readonly [string, ...string[]]) {}

  start(place: string, job: string): Born {
    const [program, ...options] = this.command;
    const child = apart(program, [...options, place]);
    // A shim that refuses may leave before it has read everything.
    child.stdin.on('error', nothing).end(job);
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    return { answer: answerOf(child).finally(() => child.stdout.destroy()), ended };
  }
}

const answerOf = (child: ChildProcess): Promise<string> =>
  new Promise((answer, reject) => {
    let text = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.includes('\n')) answer(text.trim());
    });
    child.stdout?.once('close', () => answer(text.trim()));
    child.once('error', reject);
  });

interface Expected {
  answer: PromiseWithResolvers<string>;
  ended: PromiseWithResolvers<void>;
}

/**
 * Through a small process of its own, which forks in no time (shim/nursery.c). It is started with the first shim, and
 * anew when it died; whether a shim that it was starting then has begun, only its directory tells.
 */
export class SmallNursery implements Nursery {
  private child: ChildProcess | undefined;
  private expected = new Map<string, Expected>();
  private last = 0;
  private unanswered = 0;

  constructor(private readonly program: string) {}

  start(place: string, job: string): Born {
    const { stdin, stdout } = (this.child ??= this.open());
    const id = String((this.last += 1));
    const expected = { answer: Promise.withResolvers<string>(), ended: Promise.withResolvers<void>() };
    this.expected.set(id, expected);
    stdin?.write(`${id} ${Buffer.byteLength(place)} ${Buffer.byteLength(job)}\n${place}${job}`);
    // Nothing keeps this process from ending but a start that is under way.
    this.unanswered += 1;
    refOf(stdout).ref();
    const answer = expected.answer.promise.finally(() => {
      if ((this.unanswered -= 1) === 0) refOf(stdout).unref();
    });
    return { answer, ended: expected.ended.promise };
  }

  private open(): ChildProcess {
    const child = apart(this.program, ['--nursery', ' '.repeat(titleRoom)]);
    const { expected } = this;
    const over = (reason: string) => {
      if (this.child === child) [this.child, this.expected] = [undefined, new Map()];
      for (const { answer, ended } of expected.values()) {
        answer.reject(new Error(reason));
        ended.resolve();
      }
      expected.clear();
    };
    child.once('error', error => over(reasonOf(error)));
    child.once('exit', () => over('what starts it died'));
    child.stdin.on('error', nothing);
    createInterface({ input: child.stdout }).on('line', line => hear(expected, line));
    for (const pipe of [child.stdin, child.stdout]) refOf(pipe).unref();
    return child;
  }
}

/** For the name of a job directory on the list of processes. */
const titleRoom = 256;

/** Pipes of a process are sockets. */
const refOf = (pipe: unknown): Socket => pipe as Socket;

const hear = (expected: Map<string, Expected>, line: string): void => {
  const [kind, id = '', ...words] = line.split(' ');
  const one = expected.get(id);
  if (kind === 'a') one?.answer.resolve(words.join(' '));
  if (kind !== 'x') return;
  expected.delete(id);
  one?.ended.resolve();
};
