import { blocks } from './places.js';

/**
 * What an expression means where it stands. `late`: filled in, if need be when the step is claimed; `early`: filled in
 * when the plan is made; `key`: the same, but for hashes of files; `bare`: the text is an expression without braces; `plain`: it stays as it is.
 */
export type Meaning = 'late' | 'early' | 'key' | 'bare' | 'command' | 'plain' | 'prose';

/** By key, in lower case without dashes; `*` is any other key, and `.` the value itself where it is no map. */
export interface Rules {
  [key: string]: Meaning | Rules;
}

const block: Rules = { run: 'command', command: 'command', script: 'command', entrypoint: 'command', '*': 'late' };

const service: Rules = { '.': 'late', health: 'command', '*': 'late' };

const source: Rules = { '.': 'early', repository: 'early', ref: 'early', commit: 'early', '*': 'plain' };

const shared: Rules = { env: 'late', environment: 'late', if: 'bare', condition: 'bare', description: 'prose' };

export const stepRules: Rules = {
  ...shared,
  ...Object.fromEntries(blocks.map(key => [key, block])),
  run: 'command',
  image: 'late',
  workingdirectory: 'late',
  environmentname: 'early',
  cache: { key: 'key', restorekeys: 'key', fallbacks: 'key', '*': 'plain' },
  source,
  // A list of services, or a map of them by name.
  services: { health: 'command', '*': service },
  '*': 'plain',
};

/** Of a step with a matrix, each cell has its own name. */
export const matrixStepRules: Rules = { ...stepRules, name: 'early' };

export const stageRules: Rules = { ...shared, '*': 'plain' };

export const pipelineRules: Rules = {
  ...shared,
  concurrency: { key: 'bare', '*': 'plain' },
  notifications: 'prose',
  source,
  '*': 'plain',
};

const wordOf = (key: string) => key.replace(/[-_]/g, '').toLowerCase();

export const ruleFor = (rules: Meaning | Rules, key: string): Meaning | Rules => {
  if (typeof rules === 'string') return rules;
  const word = wordOf(key);
  return (Object.hasOwn(rules, word) ? rules[word] : rules['*']) ?? 'plain';
};

export const meaningOf = (rules: Meaning | Rules): Meaning => {
  if (typeof rules === 'string') return rules;
  const own = rules['.'];
  return typeof own === 'string' ? own : 'plain';
};
