/** A pipeline file that is refused, and the finding that says why. */
export interface BadFile {
  what: string;
  yaml: string;
  code: string;
  line: number;
  column: number;
}

const step = (name: string) => `      - { name: ${name}, run: 'true' }\n`;
const stages = (steps: string) => `name: bad\nstages:\n  - name: one\n    steps:\n${steps}`;
const aliases = Array.from({ length: 20 }, (_, i) => `  a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]\n`).join(
  '',
);

export const badFiles: BadFile[] = [
  { what: 'no YAML', yaml: 'name: bad\nstages: [{ name: one\n', code: 'not-yaml', line: 3, column: 1 },
  { what: 'an unknown key', yaml: `${stages(step('a'))}stagse: 1\n`, code: 'unknown-key', line: 6, column: 1 },
  {
    what: 'no name',
    yaml: `stages:\n  - name: one\n    steps:\n${step('a')}`,
    code: 'missing-name',
    line: 1,
    column: 1,
  },
  { what: 'no stages', yaml: 'name: bad\n', code: 'no-steps', line: 1, column: 1 },
  { what: 'an empty list of stages', yaml: 'name: bad\nstages: []\n', code: 'no-steps', line: 2, column: 9 },
  { what: 'an empty name of a step', yaml: stages(step('""')), code: 'empty-name', line: 5, column: 17 },
  { what: 'two steps of one name', yaml: stages(step('a') + step('a')), code: 'duplicate-name', line: 6, column: 17 },
  { what: 'a wrong type', yaml: stages('      - { name: a, run: [1, 2] }\n'), code: 'wrong-type', line: 5, column: 25 },
  { what: '300 KB', yaml: `${stages(step('a'))}# ${'x'.repeat(300_000)}\n`, code: 'too-large', line: 1, column: 1 },
  {
    what: 'an alias bomb',
    yaml: `name: bad\nenvironment:\n  a0: &a0 [x, x]\n${aliases}`,
    code: 'too-many-values',
    line: 3,
    column: 11,
  },
  {
    what: 'a key called __proto__',
    yaml: `${stages(step('a'))}__proto__: { polluted: true }\n`,
    code: 'forbidden-key',
    line: 6,
    column: 1,
  },
  {
    what: 'steps that wait for each other',
    yaml: "name: bad\nsteps:\n  - { name: a, needs: [b], run: 'true' }\n  - { name: b, needs: [a], run: 'true' }\n",
    code: 'cycle',
    line: 3,
    column: 23,
  },
];
