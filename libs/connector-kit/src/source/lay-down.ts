import { cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@switchyard/kernel';

/**
 * The folder below a workspace, made where it is missing. No part of it may be a link: it would lead anywhere.
 * @throws Fault `bad-source-path`
 */
export const folderBelow = async (workspace: string, path = ''): Promise<string> => {
  let folder = workspace;
  for (const part of path.split('/').filter(one => one !== '' && one !== '.')) {
    if (part === '..' || part.toLowerCase() === '.git') throw badPath(path, 'leads elsewhere');
    folder = join(folder, part);
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(folder)).isDirectory()) throw badPath(path, 'is no folder, or has a link in it');
  }
  return folder;
};

const badPath = (path: string, why: string): Fault =>
  new Fault({
    code: 'bad-source-path',
    message: `the path of the source ${JSON.stringify(path)} ${why}`,
    blame: 'user',
    retry: false,
    suggestions: ['name a folder of its own below the workspace'],
  });

/** Comes last: where it is, all is. */
const repository = '.git';

/** Names that are in a folder and would be in it a second time. */
export const clashes = async (from: string, to: string): Promise<string[]> => {
  const there = new Set(await readdir(to));
  return (await readdir(from)).filter(name => there.has(name));
};

/** Moves all there is, one name after the other; done again, it goes on where it was. */
export const moveAll = async (from: string, to: string): Promise<void> => {
  const names = (await readdir(from)).filter(name => name !== repository);
  for (const name of [...names, repository]) await move(join(from, name), join(to, name));
  await rm(from, { recursive: true, force: true });
};

const move = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code !== 'EXDEV') throw error;
    // Another disk: what an earlier try has copied is copied again.
    await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, force: true });
    await rm(from, { recursive: true, force: true });
  }
};
