import { closest } from '../did-you-mean.js';
import type { InputModel } from '../model.js';

export interface InputMistake {
  /** Said of the value, such as `is no number`. */
  what: string;
  remedy: string;
}

/** Why a value is none of an input's; undefined when it is one. Whoever starts a pipeline by hand may ask too. */
export const mistakeInInput = (
  { type, options }: Pick<InputModel, 'type' | 'options'>,
  value: string,
): InputMistake | undefined => {
  const shown = JSON.stringify(value.slice(0, 80));
  if (value.includes('\0')) return { what: 'holds a NUL character', remedy: 'remove it' };
  if (type === 'number' && !isNumber(value))
    return { what: `is ${shown}, and no number`, remedy: 'write a number such as 3' };
  if (type === 'boolean' && value !== 'true' && value !== 'false')
    return { what: `is ${shown}, and neither true nor false`, remedy: 'write true or false' };
  if (type !== 'choice' || options.includes(value)) return undefined;
  const near = closest(value, options);
  return {
    what: `is ${shown}, and none of its options`,
    remedy: near === undefined ? `write one of ${options.slice(0, 10).join(', ')}` : `did you mean ${near}?`,
  };
};

const isNumber = (value: string): boolean => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(value.trim());
