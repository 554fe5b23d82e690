import { execFile } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mayHoldProjects, mostPaths, ProjectFiles } from '@switchyard/project-detector';
import { exit, Stop } from './exit.js';

const run = promisify(execFile);

/** A folder and the files in it that belong to its project. Links are never followed. */
export class Checkout extends ProjectFiles {
  private constructor(
    private readonly directory: string,
    private readonly files: readonly string[],
    /** Where the folder lies in its repository; undefined outside of one. */
    readonly folder: string | undefined,
  ) {
    super();
  }

  /** What git knows or would take, so nothing that it ignores; all files where there is no git. */
  static async open(directory: string): Promise<Checkout> {
    await mustBeFolder(directory);
    const folder = await git(directory, 'rev-parse', '--show-prefix');
    const known = folder === undefined ? [] : await gitFiles(directory);
    const files = known.length > 0 ? known : await allFiles(directory);
    return new Checkout(directory, files, folder?.replace(/\/?\n$/, ''));
  }

  paths(): readonly string[] {
    return this.files;
  }

  size(path: string): number | undefined {
    const facts = lstatSync(join(this.directory, path), { throwIfNoEntry: false });
    return facts?.isFile() ? facts.size : undefined;
  }

  read(path: string): string | undefined {
    // Pipes and links are not files, and reading them might not end.
    if (this.size(path) === undefined) return undefined;
    try {
      return readFileSync(join(this.directory, path), 'utf8');
    } catch {
      return undefined;
    }
  }
}

const mustBeFolder = async (directory: string): Promise<void> => {
  const facts = await stat(directory).catch(() => undefined);
  if (!facts) throw new Stop(exit.badInput, `${directory} cannot be looked at: there is no such folder`);
  if (!facts.isDirectory()) throw new Stop(exit.badInput, `${directory} is no folder`);
};

/** Far more than the list of any repository. */
const mostBytes = 256 * 1_048_576;

const git = (directory: string, ...words: string[]): Promise<string | undefined> =>
  run('git', ['-C', directory, ...words], { timeout: 30_000, maxBuffer: mostBytes }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );

const gitFiles = async (directory: string): Promise<string[]> => {
  const list = async (...words: string[]) =>
    ((await git(directory, 'ls-files', '-z', ...words)) ?? '').split('\0').filter(path => path !== '');
  const [known, deleted] = await Promise.all([list('--cached', '--others', '--exclude-standard'), list('--deleted')]);
  const gone = new Set(deleted);
  return known.filter(path => !gone.has(path));
};

/** Those nearest to the top first, as far as they may say anything. */
const allFiles = async (directory: string): Promise<string[]> => {
  const found: string[] = [];
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined && found.length < mostPaths; folder = folders.shift()) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && mayHoldProjects(path)) folders.push(path);
    }
  }
  return found;
};
