import { mostInputs } from '../limits.js';
import type { Entry } from '../located.js';
import type { InputModel } from '../model.js';
import type { Report } from '../report.js';
import {
  distinct,
  field,
  flag,
  type Found,
  join,
  oneOf,
  orNothing,
  type Reader,
  reader,
  record,
  text,
  wrong,
} from '../shape.js';
import { mistakeInInput } from './input-value.js';

const inputName = /^[A-Za-z_][A-Za-z0-9_-]{0,62}$/;
const types = ['text', 'number', 'boolean', 'choice'] as const;

const terms = record(
  {
    id: 'input',
    what: 'an input (type, description, required, default, options)',
    doc: 'A value that is asked for when somebody starts the pipeline by hand. A type alone is enough: `version: text`. Steps get it as `INPUT_VERSION`, and expressions as `inputs.version`.',
  },
  {
    type: field(oneOf(types), {
      doc: 'What it may be.',
      absent: '`choice` with options, else `text`',
      example: 'boolean',
    }),
    description: field(text, { doc: 'What it is for.', example: 'Where to deploy' }),
    required: field(flag, { doc: 'Whether nothing starts without it.', default: false, example: 'true' }),
    default: field(text, { doc: 'What it is when nobody says.', absent: 'nothing', example: 'staging' }),
    options: field(distinct(text, { most: 100, what: 'an option' }), {
      doc: 'What a choice may be.',
      example: '[staging, production]',
    }),
  },
);

const inputOrType = orNothing(terms, undefined);

const kinds = oneOf(types);

/** Names to types, or to what is asked for. */
export const inputs: Reader<InputModel[]> = reader(
  {
    schema: {
      type: 'object',
      propertyNames: { pattern: inputName.source },
      additionalProperties: { anyOf: [kinds.schema, inputOrType.schema] },
      maxProperties: mostInputs,
    },
    words: `map of names to a type or to ${terms.words}`,
    parts: terms.parts,
  },
  (value, path, report) => {
    if (value.kind !== 'map') return wrong(value, path, report, 'a map of names to inputs');
    if (value.entries.length > mostInputs)
      report.add(value.offset, path, {
        code: 'too-many',
        message: `${path} asks for ${value.entries.length} values, and ${mostInputs} is the most`,
        suggestion: 'ask for fewer',
      });
    const variables = new Map<string, string>();
    return value.entries
      .map(entry => (checkName(entry, path, variables, report) ? inputOf(entry, path, report) : undefined))
      .filter(one => one !== undefined);
  },
);

const checkName = ({ key, offset }: Entry, path: string, variables: Map<string, string>, report: Report): boolean => {
  const variable = `INPUT_${key.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  const other = variables.get(variable);
  if (!inputName.test(key))
    report.add(offset, path, {
      code: 'bad-input',
      message: `${JSON.stringify(key.slice(0, 80))} is no name of an input`,
      suggestion: 'use at most 63 letters, digits, _ and -, and begin with a letter',
    });
  else if (other !== undefined)
    report.add(offset, join(path, key), {
      code: 'duplicate-name',
      message: `the inputs ${other} and ${key} would both be the variable ${variable}`,
      suggestion: 'rename one of them',
    });
  else variables.set(variable, key);
  return inputName.test(key) && other === undefined;
};

const plain = { required: false, options: [] };

const inputOf = ({ key, value }: Entry, path: string, report: Report): InputModel | undefined => {
  const at = join(path, key);
  if (value.kind === 'scalar' && value.value !== null) {
    const type = kinds(value, at, report);
    return type && checkOptions({ name: key, type, ...plain }, { offset: value.offset, path: at }, report);
  }
  if (value.kind === 'scalar') return { name: key, type: 'text', ...plain };
  const found = terms(value, at, report);
  return found && withTerms(key, found, at, report);
};

const withTerms = (name: string, { values, at, offset }: Found<typeof terms>, path: string, report: Report) => {
  const { options = [], type = options.length > 0 ? 'choice' : 'text', description, required = false } = values;
  const input: InputModel = { name, type, required, options, ...(description === undefined ? {} : { description }) };
  const checked = checkOptions(input, { offset, path }, report);
  if (!checked || values.default === undefined) return checked;
  const mistake = mistakeInInput(input, values.default);
  if (mistake === undefined) return { ...input, default: values.default };
  return report.add(at('default'), `${path}.default`, {
    code: 'bad-default',
    message: `the default of ${name} ${mistake.what}`,
    suggestion: mistake.remedy,
  });
};

/** Options are what a choice is among, and nothing else has any. */
const checkOptions = (
  input: InputModel,
  { offset, path }: { offset: number; path: string },
  report: Report,
): InputModel | undefined => {
  const { name, type, options } = input;
  if ((type === 'choice') === options.length > 0 || report.concerns(path)) return input;
  return report.add(offset, path, {
    code: 'bad-options',
    message: type === 'choice' ? `the choice ${name} has no options` : `${name} has options, and is a ${type}`,
    suggestion: type === 'choice' ? 'add options: with a list' : 'write type: choice, or leave options: out',
  });
};
