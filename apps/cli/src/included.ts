import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { includesOf } from '@switchyard/pipeline-file';
import { exit, Stop } from './exit.js';
import { readPipeline } from './pipeline-text.js';

/** More files than one pipeline may include: the rest is not read, and the first of it is told. */
const mostFiles = 100;

/**
 * The texts of the files that a pipeline includes, and of those they include, by path from the root of its repository.
 * Those that are not there are left to the checks of the pipeline, which know where they are named.
 * @throws Stop for a file that lies outside of the repository.
 */
export const includedBy = async (root: string, yaml: string): Promise<Record<string, string>> => {
  const texts = new Map<string, string>();
  const open = ownPaths(yaml);
  for (let path = open.shift(); path !== undefined && texts.size < mostFiles; path = open.shift()) {
    if (texts.has(path)) continue;
    const text = await textAt(root, path);
    if (text === undefined) continue;
    texts.set(path, text);
    open.push(...ownPaths(text));
  }
  return Object.fromEntries(texts);
};

const ownPaths = (text: string): string[] => includesOf(text).filter(path => !path.startsWith('library:'));

/** The nearest folder above with `.git` in it, else the file's own. */
export const repositoryOf = async (file: string): Promise<string> => {
  const own = await realpath(dirname(resolve(file)));
  for (let folder = own; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return own;
  }
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const textAt = async (root: string, path: string): Promise<string | undefined> => {
  const real = await realpath(join(root, path)).catch(() => undefined);
  if (real === undefined) return undefined;
  const within = relative(root, real);
  // Links may lead anywhere, and a pipeline may come from anybody.
  if (within === '..' || within.startsWith(`..${sep}`))
    throw new Stop(exit.badInput, `${path} is included, and leads out of the repository ${root}`, [
      'include files of the same repository, or library:NAME from the template library',
    ]);
  return readPipeline(real);
};
