/** Keys that hold a command: expressions never reach into it. */
const commandKeys = ['run', 'command', 'script', 'entrypoint'];

/** Keys of a step whose maps say what its connector reads. */
export const blocks = [
  'config',
  'shell',
  'docker',
  'kubernetes',
  'aws',
  'azure',
  'gcp',
  'github',
  'gitlab',
  'custom',
  'null',
];

/** @param parent the key of the map this key stands in; of a step itself there is none. */
export const isCommandKey = (key: string, parent?: string): boolean =>
  commandKeys.includes(key) ? parent === undefined || blocks.includes(parent) : isHealth(key, parent);

/** The command of a service, whatever the service is called. */
const isHealth = (key: string, parent?: string): boolean =>
  key === 'health' && parent !== 'env' && parent !== 'environment';

/** @param path in a step's plan. */
export const isCommand = (path: readonly string[]): boolean =>
  path[0] === 'config' && isCommandKey(path[1] ?? '', 'config');

/** Keys whose text is an expression without braces. */
export const isExpressionKey = (key: string, parent?: string): boolean =>
  key === 'if' || key === 'condition' || (key === 'key' && parent === 'concurrency');

/** A place inside a step's plan as one word: keys with dots between; `~1` is a dot of a key, `~0` is `~`. */
export const pathOf = (keys: readonly string[]): string =>
  keys.map(key => key.replaceAll('~', '~0').replaceAll('.', '~1')).join('.');

export const keysOf = (path: string): string[] =>
  path.split('.').map(key => key.replaceAll('~1', '.').replaceAll('~0', '~'));
