import { filled, type HostileFile } from './file.story.js';

const times = [
  '-1',
  '0',
  '1e999',
  '.inf',
  '.nan',
  '999999999999',
  '1y',
  '1h1h',
  '8d',
  '٣m',
  '0x10s',
  `${'1'.repeat(100_000)}s`,
  `1.${'0'.repeat(100_000)}s`,
];
const counts = ['-1', '1.5', '1e99', '.inf', '.nan', '101', '0x7fffffffffffffff', '9'.repeat(100_000), 'many', '"1"'];
const step = (key: string, value: string) => `name: a\nsteps: [{ name: one, run: x, ${key}: ${value} }]\n`;
const long = 'x'.repeat(100_000);

/** Values of the right kind, out of all measure. */
export const scalars = (): HostileFile[] => [
  ...times.map(time => ({ what: `a timeout of ${time.slice(0, 20)}`, yaml: step('timeout', time) })),
  ...counts.map(count => ({
    what: `a retry limit of ${count.slice(0, 20)}`,
    yaml: step('retry', `{ limit: ${count} }`),
  })),
  ...counts.map(count => ({ what: `a retry_count of ${count.slice(0, 20)}`, yaml: step('retry_count', count) })),
  { what: 'a name of 100,000 letters', yaml: `name: ${long}\nsteps: [{ name: one, run: x }]\n` },
  { what: "a step's name of 100,000 letters", yaml: `name: a\nsteps: [{ name: ${long}, run: x }]\n` },
  { what: 'a key of 100,000 letters', yaml: `name: a\n${long}: x\nsteps: [{ name: one, run: x }]\n` },
  { what: 'a key of 100,000 letters in a step', yaml: step(long, 'x') },
  { what: 'a need of 100,000 letters', yaml: step('needs', long) },
  { what: 'a pool of 100,000 letters', yaml: step('pool', long) },
  { what: 'a type of 100,000 letters', yaml: step('step_type', long) },
  { what: 'a when of 100,000 letters', yaml: step('when', long) },
  { what: 'a condition of 100,000 letters', yaml: step('if', long) },
  { what: 'a variable of 100,000 letters with a dash', yaml: step('env', `{ ${long}-: x }`) },
  { what: '20,000 keys', yaml: `name: a\n${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')}` },
  {
    what: '20,000 keys of a step',
    yaml: step('x', `1, ${Array.from({ length: 15_000 }, (_, i) => `k${i}: 1`).join(', ')}`),
  },
  { what: '40,000 times one key', yaml: filled('name: a\n') },
  { what: '30,000 variables of one name', yaml: step('env', `{ ${'A: x, '.repeat(30_000)}A: x }`) },
  {
    what: '1,001 steps',
    yaml: `name: a\nsteps:\n${Array.from({ length: 1_001 }, (_, i) => `  - { name: s${i}, run: x }\n`).join('')}`,
  },
  {
    what: '1,001 steps that need all before them',
    yaml: `name: a\nsteps:\n${Array.from({ length: 300 }, (_, i) => `  - { name: s${i}, run: x, needs: [${Array.from({ length: i }, (_, n) => `s${n}`).join(', ')}, none] }\n`).join('')}`,
  },
  {
    what: '5,000 stages of one name',
    yaml: `name: a\nstages:\n${'  - { name: s, steps: [{ name: a, run: x }] }\n'.repeat(5_000)}`,
  },
  {
    what: '101 people',
    yaml: step('approval', `{ by: [${Array.from({ length: 101 }, (_, i) => `p${i}`).join(', ')}] }`),
  },
  {
    what: 'a matrix of 10^12 cells',
    yaml: step(
      'matrix',
      `{ ${Array.from({ length: 12 }, (_, i) => `a${i}: [${Array.from({ length: 10 }, (_, n) => n).join(', ')}]`).join(', ')} }`,
    ),
  },
  {
    what: 'a matrix of 10,000 values',
    yaml: step('matrix', `{ a: [${Array.from({ length: 10_000 }, (_, n) => n).join(', ')}] }`),
  },
  { what: 'a file of 300 KB', yaml: `name: a\nsteps: [{ name: one, run: x }]\n# ${'x'.repeat(300_000)}\n` },
  { what: 'a file of 10 MB', yaml: 'x'.repeat(10_000_000) },
];
