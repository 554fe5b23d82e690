import { exit, Stop } from './exit.js';

const name = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `K=V` words as variables; the last of one name wins. */
export const readVariables = (words: readonly string[]): Record<string, string> => {
  const variables = new Map<string, string>();
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1 || !name.test(word.slice(0, at)))
      throw new Stop(exit.badInput, `--env needs NAME=VALUE, not ${JSON.stringify(word)}`, [
        'such as: --env TARGET=staging',
      ]);
    variables.set(word.slice(0, at), word.slice(at + 1));
  }
  return Object.fromEntries(variables);
};
