import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, chmod, constants, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Millis } from '@switchyard/kernel';
import { compilerEnvironment } from './config.js';

const run = promisify(execFile);
const sourceDirectory = fileURLToPath(new URL('../../shim/', import.meta.url));
const flags = ['-O2', '-std=c11', '-Wall', '-Wextra'];
const compilers = ['cc', 'gcc', 'clang'];

const sourcesOf = async (): Promise<{ files: string[]; hash: string }> => {
  const names = (await readdir(sourceDirectory)).filter(name => /\.[ch]$/.test(name)).sort();
  const hash = createHash('sha256').update([process.arch, ...flags].join(' '));
  for (const name of names) hash.update(`\0${name}\0`).update(await readFile(join(sourceDirectory, name)));
  const files = names.filter(name => name.endsWith('.c')).map(name => join(sourceDirectory, name));
  return { files, hash: hash.digest('hex').slice(0, 16) };
};

/** Static first: it starts faster and takes a third of the memory. Not every machine has the static C library. */
const compile = async (compiler: string, files: string[], binary: string): Promise<boolean> => {
  for (const linking of [['-static'], []])
    try {
      await run(compiler, [...flags, ...linking, '-o', binary, ...files], { env: compilerEnvironment() });
      return true;
    } catch {
      // The next way to link, or the next compiler.
    }
  return false;
};

/** A binary that others could have put there is not run. */
const isOurs = async (directory: string): Promise<boolean> => {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = await stat(directory);
    if (uid === process.getuid?.() && mode & 0o022) await chmod(directory, 0o700);
    await access(directory, constants.W_OK | constants.X_OK);
    return uid === process.getuid?.();
  } catch {
    return false;
  }
};

/** A compiler that still works has written its file more recently. */
const unfinishedAfterMs: Millis = 3_600_000;

/** Removes what compilers that were killed left behind. */
const removeUnfinished = async (directory: string): Promise<void> => {
  for (const name of (await readdir(directory)).filter(one => /^shim-[0-9a-f]{16}\../.test(one))) {
    const path = join(directory, name);
    const facts = await stat(path).catch(() => undefined);
    if (facts && Date.now() - facts.mtimeMs > unfinishedAfterMs) await rm(path, { force: true });
  }
};

const buildIn = async (directory: string, wanted: readonly string[]): Promise<string | undefined> => {
  const { files, hash } = await sourcesOf();
  const binary = join(directory, `shim-${hash}`);
  const present = await access(binary, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (present) return binary;
  await removeUnfinished(directory);
  const fresh = `${binary}.${randomUUID()}`;
  for (const compiler of wanted)
    if (await compile(compiler, files, fresh)) {
      await rename(fresh, binary);
      return binary;
    }
  await rm(fresh, { force: true });
  return undefined;
};

/** The path of the compiled shim, compiled now if need be; `undefined` where that is impossible. */
export const nativeShim = async (directories: string[], compiler?: string): Promise<string | undefined> => {
  if (process.platform !== 'linux') return undefined;
  for (const directory of directories)
    if (await isOurs(directory)) return buildIn(directory, compiler === undefined ? compilers : [compiler]);
  return undefined;
};
