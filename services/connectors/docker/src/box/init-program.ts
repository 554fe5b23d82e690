import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, constants, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compilerEnvironment } from '../config.js';

const run = promisify(execFile);
const sources = fileURLToPath(new URL('../../init/', import.meta.url));
const flags = ['-O2', '-std=c11', '-Wall', '-Wextra', '-static'];

/** What an engine calls the processors that this process runs on. */
const architectures: Partial<Record<NodeJS.Architecture, string[]>> = {
  x64: ['amd64', 'x86_64'],
  arm64: ['arm64', 'aarch64'],
};

/** Whether a program compiled here runs there. */
export const runsOn = (architecture: string | undefined): boolean =>
  architecture !== undefined && (architectures[process.arch] ?? [process.arch]).includes(architecture);

/**
 * The path of the first process of containers, compiled now if need be; undefined where no compiler can link it
 * statically.
 */
export const initProgram = async (
  directory: string,
  compilers = ['cc', 'gcc', 'clang'],
): Promise<string | undefined> => {
  const files = ['init.c', 'own.c'].map(name => join(sources, name));
  const hash = createHash('sha256').update([process.arch, ...flags].join(' '));
  for (const file of [...files, join(sources, 'init.h')]) hash.update(await readFile(file));
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const program = join(directory, `init-${hash.digest('hex').slice(0, 16)}`);
  const present = await access(program, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (present) return program;
  const fresh = `${program}.${randomUUID()}`;
  for (const compiler of compilers)
    try {
      await run(compiler, [...flags, '-o', fresh, ...files], { env: compilerEnvironment() });
      await rename(fresh, program);
      return program;
    } catch {
      // The next compiler.
    }
  await rm(fresh, { force: true });
  return undefined;
};
