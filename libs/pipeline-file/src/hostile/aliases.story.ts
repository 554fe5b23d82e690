import { filled, type HostileFile, right } from './file.story.js';

/** Each level is `width` of the one before it. */
const bomb = (levels: number, width: number, one: (n: number) => string) =>
  Array.from({ length: levels }, (_, i) => `  a${i + 1}: &a${i + 1} ${one(i)}\n`).join('');

const list = (width: number) => (i: number) => `[${Array.from({ length: width }, () => `*a${i}`).join(', ')}]`;
const map = (width: number) => (i: number) =>
  `{ ${Array.from({ length: width }, (_, n) => `k${n}: *a${i}`).join(', ')} }`;

/** Little text that stands for much. */
export const aliases = (): HostileFile[] => [
  ...[2, 4, 9, 20].flatMap(width =>
    [10, 20, 28].flatMap(levels => [
      {
        what: `${levels} levels of ${width} aliases in lists`,
        yaml: `${right}env:\n  a0: &a0 [x, x]\n${bomb(levels, width, list(width))}`,
      },
      {
        what: `${levels} levels of ${width} aliases in maps`,
        yaml: `${right}env:\n  a0: &a0 { k: x }\n${bomb(levels, width, map(width))}`,
      },
    ]),
  ),
  {
    what: 'one large list, thousands of times',
    yaml: `${right}env:\n  a: &a [${'x, '.repeat(1_000)}x]\n  b: [${'*a, '.repeat(1_000)}*a]\n`,
  },
  {
    what: 'steps of one anchor, thousands of times',
    yaml: `name: a\nsteps:\n  - &a { name: one, run: x }\n${'  - *a\n'.repeat(5_000)}`,
  },
  { what: 'an alias of itself', yaml: `${right}env: &a { A: *a }\n` },
  { what: 'an alias of what comes later', yaml: `${right}env: { A: *later, B: &later x }\n` },
  { what: 'an alias of nothing', yaml: `${right}env: { A: *nothing }\n` },
  { what: 'aliases without end', yaml: filled('*a, ', `${right}env: [`, ']\n') },
  { what: 'anchors without end', yaml: filled('- &a x\n', `${right}env:\n`) },
  { what: 'an alias as a key', yaml: `${right}env: { &a A: x, *a : y }\n` },
  { what: 'a merge key', yaml: `${right}env: { <<: { A: x } }\n` },
  {
    what: 'merge keys of merge keys',
    yaml: `${right}env:\n  a: &a { x: 1 }\n  b: &b { <<: [*a, *a, *a] }\n  c: { <<: [*b, *b, *b] }\n`,
  },
];
