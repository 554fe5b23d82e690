import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parsePipeline } from '@switchyard/pipeline-file';
import { configs, variablesOf } from './configs.js';
import { root } from './house.js';

const pages = ['README.md', ...globSync('{docs,examples,infra,proto}/**/*.md', { cwd: root })];
const read = (page: string) => readFileSync(join(root, page), 'utf8');

/** The rows of the first table of a page: what stands in code in the first column, and the other columns. */
const rowsOf = (page: string, heading: string) => {
  const rows = read(page).split(`| ${heading}`)[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.map(row => {
    const [first = '', ...rest] = row
      .split('|')
      .slice(1)
      .map(cell => cell.trim());
    return { names: [...first.matchAll(/`([A-Z_]+)`/g)].map(match => match[1] ?? ''), rest };
  });
};

/** Pages may show what this version only keeps. */
const known = ['no-connector', 'not-acted-on'];

describe('what users read', () => {
  it.each(pages)('%s leads only to what is there', page => {
    const links = [...read(page).matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(match => match[1] ?? '');
    const lost = links.filter(link => !/^https?:/.test(link) && !existsSync(join(root, dirname(page), link)));
    expect(lost).toEqual([]);
  });

  it.each(pages.filter(page => read(page).includes('```yaml')))('%s shows pipelines that are accepted', page => {
    // A file that others include has its path behind the fence.
    const files = Object.fromEntries(
      [...read(page).matchAll(/```yaml (\S+)\n([\s\S]*?)```/g)].map(([, path = '', yaml = '']) => [path, yaml]),
    );
    for (const [, yaml = ''] of read(page).matchAll(/```yaml\n([\s\S]*?)```/g))
      expect(parsePipeline(yaml, { files }).findings.filter(({ code }) => !known.includes(code))).toEqual([]);
  });

  it('docs/running.md names every variable of every service, and no other', () => {
    const rows = rowsOf('docs/running.md', 'variable');
    const told = rows.flatMap(({ names }) => names);
    const real = new Set(Object.values(configs).flatMap(variablesOf));
    expect([...told].sort()).toEqual([...real].sort());
  });

  it('docs/running.md says who reads a variable', () => {
    const everybody = Object.keys(configs);
    const connectors = everybody.filter(name => name.startsWith('connector-'));
    const groups: Record<string, string[]> = {
      all: everybody,
      connectors,
      'all but connectors': everybody.filter(name => !connectors.includes(name)),
    };
    for (const { names, rest } of rowsOf('docs/running.md', 'variable'))
      for (const name of names) {
        const who = (rest[0] ?? '').split(', ').flatMap(word => groups[word] ?? [word]);
        const real = everybody.filter(service => variablesOf(configs[service]!).includes(name));
        expect({ name, who: who.sort() }).toEqual({ name, who: real.sort() });
      }
  });
});

describe('nest-cli.json', () => {
  it('lists every service and every lib where it is', () => {
    const { projects } = JSON.parse(read('nest-cli.json')) as { projects: Record<string, { root: string }> };
    const folders = globSync('{libs,services,services/connectors}/*/package.json', { cwd: root }).map(dirname);
    const packages = folders.map(folder => [
      (JSON.parse(read(join(folder, 'package.json'))) as { name: string }).name,
      folder,
    ]);
    const listed = Object.entries(projects).map(([name, { root: folder }]) => [`@switchyard/${name}`, folder]);
    expect(listed.sort()).toEqual(packages.sort());
  });
});
