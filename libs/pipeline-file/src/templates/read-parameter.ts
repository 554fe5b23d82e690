import type { Located, Scalar_ } from '../located.js';
import type { Report } from '../report.js';
import { field, flag, type Found, listOf, oneOf, reader, record, text } from '../shape.js';
import { argumentOf } from './read-arguments.js';
import { type Parameter, parameterTypes } from './template.js';

/** Checked once the type of the parameter is known. */
const later = reader<Located>({ schema: {}, words: 'text, number, `true` or `false`' }, value => value);

const shape = record(
  { id: 'parameter', what: 'a parameter', doc: 'A value that whoever uses a template gives.' },
  {
    type: field(oneOf(parameterTypes), { doc: 'What it must be.', default: 'text', example: 'choice' }),
    description: field(text, { doc: 'What it is for.', example: 'The version of Node' }),
    default: field(later, { doc: 'Its value where nothing is given.', example: '24' }),
    required: field(flag, { doc: 'Whether it must be given.', absent: 'when it has no default', example: 'true' }),
    options: field(listOf(text), { doc: 'What a choice may be.', example: '[debug, release]' }),
  },
);

export const readParameter = (name: string, value: Located, report: Report): Parameter | undefined => {
  const path = `parameters.${name}`;
  const found = shape(value, path, report);
  if (!found) return undefined;
  const { type = 'text', options = [], required, default: given } = found.values;
  const parameter: Parameter = { name, type, options };
  if (type === 'choice' && options.length === 0 && !report.concerns(`${path}.options`))
    report.add(found.at('options'), `${path}.options`, noOptions(name));
  if (given) return { ...parameter, ...defaultOf(argumentOf(parameter, given, `${path}.default`, report)) };
  if (required !== false) return parameter;
  const empty = emptyOf(type, found);
  return empty ? { ...parameter, default: empty } : report.add(found.at('required'), path, noDefault(name, type));
};

const defaultOf = (value: Scalar_ | undefined) => (value ? { default: value } : {});

const emptyOf = (type: Parameter['type'], { at }: Found<typeof shape>): Scalar_ | undefined => {
  const place = { kind: 'scalar', offset: at('required'), end: at('required') } as const;
  if (type === 'text') return { ...place, value: '', written: '' };
  return type === 'boolean' ? { ...place, value: false, written: 'false' } : undefined;
};

const noOptions = (name: string) => ({
  code: 'no-options',
  message: `parameter ${name} is a choice of nothing`,
  suggestion: 'add options: with a list of text',
});

const noDefault = (name: string, type: string) => ({
  code: 'no-default',
  message: `parameter ${name} need not be given, and a ${type} has no value of its own`,
  suggestion: 'add default:, or leave required: out',
});
