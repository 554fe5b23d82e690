import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../house.js';

interface Chunk {
  file: string;
  isEntry?: boolean;
  imports?: string[];
}

const dist = join(root, 'apps/web/dist');
/** What the first load of a page may weigh in script, as it travels. */
const mostBytes = 200 * 1_024;

describe('the script of the web interface', () => {
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const pages = Object.keys(manifest).filter(name => /^src\/pages\/[^/]+\/page\.tsx$/.test(name));

  /** Everything that must be there before it is shown. */
  const filesOf = (names: string[], found = new Set<string>()): Set<string> => {
    for (const name of names) {
      const { file = '', imports = [] } = manifest[name] ?? {};
      if (found.has(file)) continue;
      found.add(file);
      filesOf(imports, found);
    }
    return found;
  };
  const weightOf = (names: string[]): number =>
    [...filesOf(names)]
      .filter(file => file.endsWith('.js'))
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);

  it('has a file of its own for each page, beside what all of them need', () => {
    expect(pages.length).toBeGreaterThan(5);
    expect(manifest['index.html']).toMatchObject({ isEntry: true });
    expect(weightOf(['index.html'])).toBeGreaterThan(1_024);
  });

  it.each(pages)('is below 200 KB compressed for the first load of %s', page => {
    expect(weightOf(['index.html', page])).toBeLessThan(mostBytes);
  });

  it('has nothing in it that is for Node', () => {
    for (const { file } of Object.values(manifest))
      if (file.endsWith('.js'))
        expect(readFileSync(join(dist, file), 'utf8')).not.toMatch(
          /node:(?:fs|net|crypto|path)|__vite-browser-external/,
        );
  });
});
