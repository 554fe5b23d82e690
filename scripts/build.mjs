// Compiles every workspace's src/*.ts to dist/*.js with swc, only what changed. Types are checked by `npm run types`.
import { transform } from '@swc/core';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const options = { ...JSON.parse(readFileSync('.swcrc', 'utf8')), $schema: undefined, swcrc: false };
const modified = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
const inputs = globSync('{libs,services,services/connectors,apps}/*/src/**/*.ts').filter(
  path => !path.endsWith('.spec.ts'),
);
const target = path => path.replace('/src/', '/dist/').replace(/\.ts$/, '.js');

const compile = async path => {
  const out = target(path);
  if (modified(out) > modified(path)) return 0;
  const { code, map } = await transform(readFileSync(path, 'utf8'), {
    ...options,
    filename: path,
    sourceFileName: path,
  });
  mkdirSync(dirname(out), { recursive: true });
  const name = out.slice(out.lastIndexOf('/') + 1);
  writeFileSync(`${out}.map`, map);
  writeFileSync(out, `${code}\n//# sourceMappingURL=${name}.map\n`);
  return 1;
};

const wanted = new Set(inputs.map(target));
for (const path of globSync('{libs,services,services/connectors,apps}/*/dist/**/*.js'))
  if (!wanted.has(path)) (rmSync(path), rmSync(`${path}.map`, { force: true }));
const built = await Promise.all(inputs.map(compile));
const count = built.reduce((sum, one) => sum + one, 0);
console.log(`built ${count} of ${inputs.length} files`);
