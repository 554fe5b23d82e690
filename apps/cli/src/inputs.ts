import type { InputModel } from '@switchyard/pipeline-file';
import { checkInputs } from '@switchyard/pipeline-file/plan';
import { exit, Stop } from './exit.js';

/** `NAME=VALUE` words as what they give for inputs; the last of one name wins. */
export const readInputs = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.map(word => {
      const at = word.indexOf('=');
      if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
      throw new Stop(exit.badInput, `--input needs NAME=VALUE, not ${JSON.stringify(word)}`, [
        'such as: --input target=staging',
      ]);
    }),
  );

/**
 * What a pipeline gets for the inputs it asks for.
 * @throws Stop with everything that is not right.
 */
export const inputsFor = (inputs: readonly InputModel[], given: Record<string, string>): Record<string, string> => {
  const { values, mistakes } = checkInputs(inputs, given);
  if (mistakes.length === 0) return values;
  const sentences = mistakes.map(({ message }) => message);
  throw new Stop(exit.badInput, sentences.join('; '), [...new Set(mistakes.map(({ suggestion }) => suggestion))]);
};
