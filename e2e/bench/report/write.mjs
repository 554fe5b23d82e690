import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { linesOf } from '../figures.ts';
import { pageOf } from './page.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const results = join(root, 'e2e/bench/results');
const pictures = join(root, 'docs/images');
const page = join(root, 'docs/performance.md');

/** Blocks of Markdown, each below `<!-- its name -->`. */
const wordsOf = text =>
  new Map(
    text
      .split(/^<!-- /m)
      .slice(1)
      .map(block => {
        const [name, ...rest] = block.split(' -->');
        return [name, rest.join(' -->').trim()];
      }),
  );

/** The page of what was measured, from result files; files sort by their dates. Gives it without writing it anywhere. */
export const render = files => pageOf(files, wordsOf(readFileSync(new URL('words.md', import.meta.url), 'utf8')));

/** Writes docs/performance.md and its pictures from all of `results/`. */
export const writeReport = async () => {
  const names = existsSync(results)
    ? readdirSync(results)
        .filter(name => name.endsWith('.jsonl'))
        .sort()
    : [];
  const files = names.map(name => ({ name, lines: linesOf(readFileSync(join(results, name), 'utf8')) }));
  const { text, pictures: drawn, wordless } = render(files);
  for (const name of readdirSync(pictures)) if (/^bench-.*\.svg$/.test(name)) rmSync(join(pictures, name));
  mkdirSync(pictures, { recursive: true });
  for (const [name, picture] of Object.entries(drawn)) writeFileSync(join(pictures, name), picture);
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
  console.log(`docs/performance.md is written from ${names.length} files`);
  if (wordless.length > 0) console.log(`report/words.md says nothing yet on: ${wordless.join(', ')}`);
};
