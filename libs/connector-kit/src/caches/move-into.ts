import { closeSync, constants, type Dirent, lstatSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';

const asFolder = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Moves all that is in one folder into another on the same disk, in place of what is there; folders become one. Names
 * are looked up in open folders and never through a link: a step that works there meanwhile cannot lead it elsewhere.
 */
export const moveInto = async (from: string, to: string): Promise<void> => {
  const [source, target] = [openSync(from, asFolder), openSync(to, constants.O_RDONLY | constants.O_DIRECTORY)];
  try {
    moveAll(source, target);
  } finally {
    closeSync(source);
    closeSync(target);
  }
};

const of = (folder: number, name: string): string => `/proc/self/fd/${folder}/${name}`;

const moveAll = (source: number, target: number): void => {
  for (const entry of readdirSync(of(source, '.'), { withFileTypes: true })) moveOne(entry, source, target);
};

const moveOne = (entry: Dirent, source: number, target: number): void => {
  const [from, to] = [of(source, entry.name), of(target, entry.name)];
  const there = lstatSync(to, { throwIfNoEntry: false });
  if (entry.isDirectory() && there?.isDirectory()) return joined(from, to);
  if (there) rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
};

const joined = (from: string, to: string): void => {
  const [source, target] = [openSync(from, asFolder), openSync(to, asFolder)];
  try {
    moveAll(source, target);
  } finally {
    closeSync(source);
    closeSync(target);
  }
};
