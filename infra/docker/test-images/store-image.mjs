// The embedded store as an image, which stands in for MongoDB where no image of that can be had.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = [
  'libs/embedded/src/mongo/**/*.ts',
  'libs/kernel/src/*.ts',
  'libs/embedded/package.json',
  'infra/docker/test-images/store*.mjs',
];

/** Of all it is made of: an image of another is old. */
export const storeHash = () => {
  const hash = createHash('sha256');
  for (const path of globSync(sources, { cwd: root }).sort()) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
};

/** With all that it rests on: its native part looks for itself beside it. */
const copyPackage = (name, modules, copied) => {
  const from = join(root, 'node_modules', name);
  if (copied.has(name) || !existsSync(from)) return;
  copied.add(name);
  cpSync(from, join(modules, name), { recursive: true, dereference: true });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  for (const other of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)])
    copyPackage(other, modules, copied);
};

/** Puts the store, as one file, and what it rests on into an image. @returns its native parts */
export const putStore = image => {
  const place = join(image, 'store');
  mkdirSync(join(image, 'data/db'), { recursive: true });
  mkdirSync(place, { recursive: true });
  execFileSync(process.execPath, [fileURLToPath(import.meta.url), place], { cwd: root });
  copyPackage('lmdb', join(place, 'node_modules'), new Set());
  // The libraries of this machine's libc are in the image, and no others.
  for (const other of globSync(join(place, 'node_modules/**/*.musl.node'))) rmSync(other);
  return globSync(join(place, 'node_modules/@lmdb/*/*.node'));
};

// In a process of its own: the bundler is not needed where the image is there.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import('rolldown');
  await build({
    input: fileURLToPath(new URL('store.mjs', import.meta.url)),
    platform: 'node',
    external: ['lmdb'],
    resolve: { conditionNames: ['@switchyard/source', 'node', 'import'], extensionAlias: { '.js': ['.ts', '.js'] } },
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'warn',
    output: { dir: process.argv[2], format: 'esm', entryFileNames: 'store.js', codeSplitting: false },
  });
}
