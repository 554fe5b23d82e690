/** Keys of a config that hold a command: expressions never reach into it. */
export const commandKeys = ['run', 'command', 'script'];

export const isCommand = (path: readonly string[]): boolean =>
  path.length === 2 && path[0] === 'config' && commandKeys.includes(path[1] ?? '');

/** A place inside a step's plan as one word: keys with dots between; `~1` is a dot of a key, `~0` is `~`. */
export const pathOf = (keys: readonly string[]): string =>
  keys.map(key => key.replaceAll('~', '~0').replaceAll('.', '~1')).join('.');

export const keysOf = (path: string): string[] =>
  path.split('.').map(key => key.replaceAll('~1', '.').replaceAll('~0', '~'));
