import { closest } from '../did-you-mean.js';
import type { InputModel } from '../model.js';
import { mistakeInInput } from '../triggers/input-value.js';

export interface InputMistake {
  code: 'unknown-input' | 'missing-input' | 'bad-input';
  /** Of the input. */
  name: string;
  message: string;
  suggestion: string;
}

/** With mistakes, the values are those that are right. */
export interface CheckedInputs {
  /** A text for each input: what was given, else its default, else what stands for nothing. */
  values: Record<string, string>;
  mistakes: InputMistake[];
}

export type GivenInputs = Record<string, string | number | boolean>;

/** One variable of a step has to hold it. */
const longestValue = 32_768;

/** Checks what a trigger gives against what a pipeline asks for. Pure. */
export const checkInputs = (inputs: readonly InputModel[], given: GivenInputs): CheckedInputs => {
  const mistakes: InputMistake[] = [];
  const values = new Map<string, string>();
  const names = inputs.map(({ name }) => name);
  const texts = new Map(Object.entries(given).map(([name, value]) => [name, String(value)]));
  for (const name of texts.keys()) if (!names.includes(name)) mistakes.push(unknown(name, names));
  for (const input of inputs) {
    const text = texts.get(input.name) ?? '';
    const mistake = text === '' ? missing(input) : mistakeOf(input, text);
    if (mistake) mistakes.push(mistake);
    else values.set(input.name, text || (input.default ?? nothing(input)));
  }
  return { values: Object.fromEntries(values), mistakes };
};

const nothing = ({ type }: InputModel): string => (type === 'boolean' ? 'false' : '');

const unknown = (name: string, names: string[]): InputMistake => {
  const near = closest(name, names);
  const known = names.length === 0 ? 'the pipeline asks for none' : `the inputs are ${names.join(', ')}`;
  return {
    code: 'unknown-input',
    name,
    message: `the pipeline has no input ${JSON.stringify(shortened(name))}`,
    suggestion: near ? `did you mean ${near}?` : known,
  };
};

const missing = (input: InputModel): InputMistake | undefined => {
  if (!input.required || input.default !== undefined) return undefined;
  const { name, description } = input;
  const what = description ? ` (${description})` : '';
  return { code: 'missing-input', name, message: `input ${name}${what} is required`, suggestion: wanted(input) };
};

const mistakeOf = (input: InputModel, text: string): InputMistake | undefined => {
  const { name } = input;
  const tooLong = {
    what: `has ${text.length} characters, and ${longestValue} is the most`,
    remedy: 'put long texts into files of the repository',
  };
  const mistake = text.length > longestValue ? tooLong : mistakeInInput(input, text);
  return mistake && { code: 'bad-input', name, message: `input ${name} ${mistake.what}`, suggestion: mistake.remedy };
};

const wanted = ({ name, type, options }: InputModel): string =>
  type === 'choice' ? `give ${name} one of ${options.slice(0, 10).join(', ')}` : `give ${name} a ${type}`;

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
