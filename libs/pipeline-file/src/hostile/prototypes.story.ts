import type { HostileFile } from './file.story.js';

/** Where a map stands, with a place for one more key. */
const places: Record<string, (entry: string) => string> = {
  'a pipeline': entry => `name: a\nsteps: [{ name: one, run: x }]\n${entry}\n`,
  'an environment': entry => `name: a\nenv: { ${entry} }\nsteps: [{ name: one, run: x }]\n`,
  'a stage': entry => `name: a\nstages: [{ name: s, ${entry}, steps: [{ name: one, run: x }] }]\n`,
  'a step': entry => `name: a\nsteps: [{ name: one, run: x, ${entry} }]\n`,
  "a step's environment": entry => `name: a\nsteps: [{ name: one, run: x, env: { ${entry} } }]\n`,
  'a config': entry => `name: a\nsteps: [{ name: one, step_type: shell, config: { command: x, ${entry} } }]\n`,
  'parameters of a config': entry =>
    `name: a\nsteps: [{ name: one, step_type: aws, config: { parameters: { ${entry} } } }]\n`,
  'a matrix': entry => `name: a\nsteps: [{ name: one, run: x, matrix: { os: [a], ${entry} } }]\n`,
  'a retry': entry => `name: a\nsteps: [{ name: one, run: x, retry: { limit: 1, ${entry} } }]\n`,
  'an approval': entry => `name: a\nsteps: [{ name: one, run: x, approval: { by: a, ${entry} } }]\n`,
  concurrency: entry => `name: a\nconcurrency: { group: g, ${entry} }\nsteps: [{ name: one, run: x }]\n`,
  'a trigger': entry => `name: a\non: { push: { ${entry} } }\nsteps: [{ name: one, run: x }]\n`,
  inputs: entry => `name: a\non: { manual: { inputs: { ${entry} } } }\nsteps: [{ name: one, run: x }]\n`,
  notifications: entry => `name: a\nnotifications: { ${entry} }\nsteps: [{ name: one, run: x }]\n`,
  secrets: entry => `name: a\nsteps: [{ name: one, run: x, secrets: { ${entry} } }]\n`,
};

const keys = ['__proto__: { polluted: true }', 'constructor: { prototype: { polluted: true } }', 'prototype: x'];

/** Keys that mean something to JavaScript objects, everywhere a key may stand. */
export const prototypes = (): HostileFile[] =>
  Object.entries(places).flatMap(([place, yamlWith]) =>
    keys.flatMap(entry => [
      { what: `${entry.split(':')[0]} in ${place}`, yaml: yamlWith(entry) },
      { what: `${entry.split(':')[0]} in quotes in ${place}`, yaml: yamlWith(entry.replace(/^(\w+)/, '"$1"')) },
    ]),
  );
