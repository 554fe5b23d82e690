import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { root } from './house.js';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  cwd: string;
  environment?: Record<string, string>;
  /** On its standard input; nothing unless given. */
  input?: string;
  /** Called with all standard output so far. */
  onOutput?: (text: string, child: ReturnType<typeof start>) => void;
  /** Called with all standard error so far. */
  onNotes?: (text: string) => void;
}

const start = (words: string[], { cwd, environment = {} }: CommandOptions) =>
  spawn(join(root, 'yard'), words, {
    cwd,
    env: { ...process.env, YARD_URL: '', YARD_TOKEN: '', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });

/** Runs the command line as a user does. */
export const yard = async (words: string[], options: CommandOptions): Promise<Ended> => {
  const child = start(words, options);
  // Who reads nothing of it may have closed it.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  let seen = '';
  child.stdout.on('data', (bytes: Buffer) => options.onOutput?.((seen += bytes.toString()), child));
  let noted = '';
  child.stderr.on('data', (bytes: Buffer) => options.onNotes?.((noted += bytes.toString())));
  const [stdout, stderr, [code]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout: stdout.toString(), stderr: stderr.toString() };
};
