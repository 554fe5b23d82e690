import { execFile } from 'node:child_process';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. Never rejects: a program that is not there ends with code 127. */
export const run = (program: string, args: string[], cwd?: string): Promise<Ran> =>
  new Promise(resolve => {
    execFile(program, args, { cwd, maxBuffer: 16 * 1_048_576, timeout: 180_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 127) : 0;
      resolve({ code, stdout, stderr: stderr || (error?.message ?? '') });
    });
  });
