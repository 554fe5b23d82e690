import { filled, type HostileFile, right } from './file.story.js';

const depths = [33, 100, 1_000, 10_000, 60_000];

/** Deeper than anything that is meant. */
export const nesting = (): HostileFile[] => [
  ...depths.flatMap(depth => [
    { what: `${depth} lists in each other`, yaml: `${right}env: ${'['.repeat(depth)}${']'.repeat(depth)}\n` },
    {
      what: `${depth} maps in each other`,
      yaml: `${right}env: ${'{ A: '.repeat(Math.min(depth, 40_000))}x${' }'.repeat(Math.min(depth, 40_000))}\n`,
    },
    { what: `${depth} lists that are never closed`, yaml: `${right}env: ${'['.repeat(depth)}\n` },
    { what: `${depth} dashes in a row`, yaml: `${right}env:\n  ${'- '.repeat(depth)}x\n` },
    { what: `${depth} question marks in a row`, yaml: `${right}env:\n  ${'? '.repeat(depth)}x\n` },
    ...(depth < 1_000
      ? []
      : [
          {
            what: `${depth} brackets in a condition`,
            yaml: `name: a\nsteps:\n  - { name: one, run: x, if: '${'('.repeat(depth)}true${')'.repeat(depth)}' }\n`,
          },
        ]),
    {
      what: `${depth} denials in a condition`,
      yaml: `name: a\nsteps:\n  - { name: one, run: x, if: '${'!'.repeat(depth)}branch' }\n`,
    },
  ]),
  ...[33, 100, 500, 700].map(depth => ({
    what: `maps in each other by ${depth} indents`,
    yaml: `${right}env:\n${Array.from({ length: depth }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`,
  })),
  { what: 'maps in each other to the last byte', yaml: filled('{a: ') },
  { what: 'dashes to the last byte', yaml: filled('- ') },
  {
    what: 'stages in stages',
    yaml: `name: a\nstages:\n${Array.from({ length: 40 }, (_, i) => `${'  '.repeat(i)}- name: s\n${'  '.repeat(i)}  stages:\n`).join('')}`,
  },
];
