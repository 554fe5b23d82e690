import type { HostileFile } from './file.story.js';

const conditions: Record<string, string> = {
  'an unknown name': 'brnch == "main"',
  'no truth value': 'branch',
  'a number': '1 + 1',
  'an unknown call': 'system("rm -rf /")',
  'a pattern': 'branch.matches("(a+)+$")',
  'a loop': '[1, 2, 3].all(x, x > 0)',
  'loops in loops': '[1,2].map(a, [1,2].map(b, [1,2].map(c, [1,2].map(d, a)))).size() > 0',
  'an existence test': '[1, 2].exists(x, x == 1)',
  nothing: '',
  'only space': '   ',
  'half an expression': 'branch ==',
  'two expressions': 'true; false',
  'an assignment': 'branch = "main"',
  'a backquote': '`id`',
  'a dollar': '$(id)',
  'a template of another tool': '{{ branch }}',
  'a member of a text': 'branch.constructor',
  'a prototype': 'env.__proto__.polluted == "x"',
  'mixed types': 'branch == 1',
  'a division of truth': 'true / 0',
  'a text that does not end': '"main',
  '3,000 letters': `branch == "${'x'.repeat(3_000)}"`,
  '900 alternatives': Array.from({ length: 900 }, () => 'a').join('||'),
  'a list of 600': `[${'1,'.repeat(600)}1].size()`,
  bytes: 'b"abc"',
  'a timestamp': 'timestamp("2026-01-01T00:00:00Z")',
};
const keys = ['concurrency: { group: g, key: KEY }', 'concurrency: { key: KEY }'];
const texts = ['branch == "main"', 'branch.size()', '1', 'nobody', '', 'x'.repeat(3_000), '['];

const quoted = (text: string) => JSON.stringify(text);

/** Expressions that ask for what there is not, or for more than they may. */
export const expressions = (): HostileFile[] => [
  ...Object.entries(conditions).flatMap(([what, text]) => [
    {
      what: `${what} as a condition of a step`,
      yaml: `name: a\nsteps: [{ name: one, run: x, if: ${quoted(text)} }]\n`,
    },
    {
      what: `${what} as a condition of a stage`,
      yaml: `name: a\nstages: [{ name: s, if: ${quoted(text)}, steps: [{ name: one, run: x }] }]\n`,
    },
  ]),
  ...keys.flatMap(key =>
    texts.map(text => ({
      what: `${text.slice(0, 20) || 'nothing'} in ${key.slice(0, 24)}`,
      yaml: `name: a\n${key.replace('KEY', quoted(text))}\nsteps: [{ name: one, run: x }]\n`,
    })),
  ),
];
