import { readFile, stat } from 'node:fs/promises';
import { exit, Stop } from './exit.js';

/** The platform refuses more than 256 KB; this much is read to say so with the size. */
const mostRead = 10 * 1_048_576;

/** The text of a pipeline file. */
export const readPipeline = async (file: string): Promise<string> => {
  try {
    const { size } = await stat(file);
    if (size > mostRead) throw new Stop(exit.badInput, `${file} has ${size} bytes: that is no pipeline file`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(exit.badInput, `${file} cannot be read: ${whyOf(error as NodeJS.ErrnoException)}`);
  }
};

const whyOf = ({ code, message }: NodeJS.ErrnoException): string => {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'you may not read it' : message;
};
