import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { maxOutputBytes, mistakeInOutputs } from '@switchyard/contracts';
import type { Ending } from './connector.js';
import { type Parsed, parseOutputs } from './outputs-text.js';

/** Where a step that began in this directory writes its outputs: `$YARD_OUTPUT`. */
export const outputFileIn = (directory: string): string => join(resolve(directory), 'outputs');

/** Makes the file. One that is there stays as it is: the step may run already. */
export const makeOutputFile = async (directory: string): Promise<string> => {
  const path = outputFileIn(directory);
  await (await open(path, 'a', 0o600)).close();
  return path;
};

/** The end of a step together with what it wrote into its file. Asked again, also by another process, it says the same. */
export const withOutputs = async (ending: Ending, directory: string): Promise<Ending> => {
  const read = await readOutputs(outputFileIn(directory));
  if (read.mistake !== undefined) return refused(ending, `$YARD_OUTPUT cannot be used: ${read.mistake}`);
  return Object.keys(read.outputs).length === 0 ? ending : { ...ending, outputs: read.outputs };
};

/** An end whose outputs the platform will take. */
export const withGoodOutputs = (ending: Ending): Ending => {
  const mistake = ending.outputs && mistakeInOutputs(ending.outputs);
  if (mistake === undefined) return ending;
  const { outputs: _, ...rest } = ending;
  return refused(rest, mistake);
};

/** A step that was stopped may have been in the middle of a line; only what came to its own end is told. */
const refused = (ending: Ending, mistake: string): Ending => {
  if (ending.failure === undefined) return { ...ending, failure: 'user', reason: mistake };
  return ending.failure === 'user' ? { ...ending, reason: `${ending.reason}; ${mistake}` } : ending;
};

/** A step may have put anything at all in the place of its file: a link is not followed, and a pipe not waited for. */
const asItIs = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

const readOutputs = async (path: string): Promise<Parsed> => {
  try {
    const bytes = await bytesOf(path);
    if (bytes === undefined) return { mistake: 'it is no plain file any more' };
    if (bytes.length > maxOutputBytes) return { mistake: `it has more than the ${maxOutputBytes} bytes it may have` };
    return isUtf8(bytes) ? parseOutputs(bytes.toString()) : { mistake: 'it is not UTF-8' };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { outputs: {} };
    return { mistake: code === 'ELOOP' ? 'it is no plain file any more' : `it cannot be read (${code})` };
  }
};

/** At most one byte more than there may be; undefined of what is no plain file. */
const bytesOf = async (path: string): Promise<Buffer | undefined> => {
  const file = await open(path, asItIs);
  try {
    if (!(await file.stat()).isFile()) return undefined;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(maxOutputBytes + 1), 0, maxOutputBytes + 1, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};
