import { isUtf8 } from 'node:buffer';
import { closeSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { maxOutputBytes, mistakeInOutputs } from '@switchyard/contracts';
import type { Ending } from './connector.js';
import { type Parsed, parseOutputs } from './outputs-text.js';
import { fewBytesOf } from './plain-file.js';

/** Where a step that began in this directory writes its outputs: `$YARD_OUTPUT`. */
export const outputFileIn = (directory: string): string => join(resolve(directory), 'outputs');

/** Makes the file. One that is there stays as it is: the step may run already. */
export const makeOutputFile = async (directory: string): Promise<string> => {
  const path = outputFileIn(directory);
  closeSync(openSync(path, 'a', 0o600));
  return path;
};

/** The end of a step together with what it wrote into its file. Asked again, also by another process, it says the same. */
export const withOutputs = async (ending: Ending, directory: string): Promise<Ending> => {
  const read = readOutputs(outputFileIn(directory));
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

const readOutputs = (path: string): Parsed => {
  try {
    // At most one byte more than there may be.
    const bytes = fewBytesOf(path, maxOutputBytes + 1);
    if (bytes === undefined) return { mistake: 'it is no plain file any more' };
    if (bytes.length > maxOutputBytes) return { mistake: `it has more than the ${maxOutputBytes} bytes it may have` };
    return isUtf8(bytes) ? parseOutputs(bytes.toString()) : { mistake: 'it is not UTF-8' };
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { outputs: {} };
    return { mistake: code === 'ELOOP' ? 'it is no plain file any more' : `it cannot be read (${code})` };
  }
};
