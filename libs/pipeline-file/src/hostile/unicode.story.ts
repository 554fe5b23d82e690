import { type HostileFile } from './file.story.js';

const hidden: Record<string, string> = {
  'a NUL': '\\0',
  'a bell': '\\a',
  'an escape': '\\e[31m',
  'a newline': '\\n',
  'a carriage return': '\\r',
  'a delete': '\\x7f',
  'a turn to the left': '\\u202e',
  'an isolate': '\\u2066',
  'an embedding': '\\u202b',
  'a pop': '\\u202c',
};

/** Names that look like others, or that no terminal should show. */
export const unicode = (): HostileFile[] => [
  ...Object.entries(hidden).flatMap(([what, escape]) => [
    { what: `${what} in a name`, yaml: `name: "a${escape}b"\nsteps: [{ name: one, run: x }]\n` },
    {
      what: `${what} in a stage's name`,
      yaml: `name: a\nstages: [{ name: "a${escape}b", steps: [{ name: one, run: x }] }]\n`,
    },
    { what: `${what} in a step's name`, yaml: `name: a\nsteps: [{ name: "a${escape}b", run: x }]\n` },
    {
      what: `${what} in a person's name`,
      yaml: `name: a\nsteps: [{ name: one, run: x, approval: { by: "a${escape}b" } }]\n`,
    },
    { what: `${what} in a key`, yaml: `name: a\nsteps: [{ name: one, run: x, "ru${escape}n": y }]\n` },
  ]),
  { what: 'a NUL in a command', yaml: 'name: a\nsteps: [{ name: one, run: "x\\0y" }]\n' },
  { what: 'a NUL in a variable', yaml: 'name: a\nsteps: [{ name: one, run: x, env: { A: "x\\0y" } }]\n' },
  { what: 'a NUL in the file', yaml: 'name: a\0\nsteps: [{ name: one, run: x }]\n' },
  { what: 'UTF-16 read as text', yaml: [...'name: a\nsteps: [{ name: one, run: x }]\n'].join('\0') },
  { what: 'a key in other letters', yaml: 'nаme: a\nsteps: [{ name: one, run: x }]\n' },
  { what: 'a key in wide letters', yaml: 'name: a\nｓｔｅｐｓ: [{ name: one, run: x }]\n' },
  { what: 'digits of another script as a time', yaml: 'name: a\nsteps: [{ name: one, run: x, timeout: ١٠ }]\n' },
  { what: 'half a surrogate as a variable', yaml: 'name: a\nsteps: [{ name: one, run: x, env: { "\\ud800": y } }]\n' },
  { what: 'a name of spaces', yaml: 'name: "   "\nsteps: [{ name: one, run: x }]\n' },
  { what: 'a name of spaces that have no width', yaml: 'name: "\\u3000\\u2003"\nsteps: [{ name: one, run: x }]\n' },
];
