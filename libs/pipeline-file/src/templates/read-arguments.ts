import { closest } from '../did-you-mean.js';
import { describe, type Entry, type Located, type Scalar_, shortened } from '../located.js';
import type { Report } from '../report.js';
import type { Arguments, Parameter, Template } from './template.js';

/** A value for a parameter, as its type has it; undefined after a finding. */
export const argumentOf = (parameter: Parameter, value: Located, path: string, report: Report): Scalar_ | undefined => {
  const { name, type } = parameter;
  const found = value.kind === 'scalar' && value.value !== null ? value : undefined;
  if (found && isOfType(found, type)) {
    const argument = type === 'text' || type === 'choice' ? { ...found, value: found.written } : found;
    return type === 'choice' ? chosen(parameter, argument, path, report) : argument;
  }
  return report.add(value.offset, path, {
    code: 'wrong-parameter',
    message: `parameter ${name} is ${describe(value)}, and must be ${words[type]}`,
    suggestion: `write ${words[type]}`,
  });
};

const isOfType = ({ value }: Scalar_, type: Parameter['type']): boolean => {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return type !== 'boolean' || typeof value === 'boolean';
};

const chosen = ({ name, options }: Parameter, value: Scalar_, path: string, report: Report): Scalar_ | undefined => {
  if (options.includes(value.written)) return value;
  const near = closest(value.written, options);
  return report.add(value.offset, path, {
    code: 'wrong-parameter',
    message: `parameter ${name} is ${describe(value)}, and must be one of ${options.join(', ')}`,
    suggestion: near ? `did you mean ${near}?` : `write one of ${options.join(', ')}`,
  });
};

const words: Record<Parameter['type'], string> = {
  text: 'text',
  number: 'a number',
  boolean: 'true or false',
  choice: 'one of its options',
};

export interface Given {
  template: Template;
  /** The value of `with:`. */
  given: Located | undefined;
  /** Of the map that extends the template. */
  path: string;
  offset: number;
}

/** The values of all parameters of a template; undefined after a finding. */
export const readArguments = ({ template, given, path, offset }: Given, report: Report): Arguments | undefined => {
  const entries = entriesFrom(given, path, report);
  if (!entries) return undefined;
  const { parameters, name } = template;
  for (const [key, entry] of entries)
    if (!parameters.some(one => one.name === key)) unknown(entry, template, path, report);
  const values = new Map<string, Scalar_>();
  for (const parameter of parameters) {
    const entry = entries.get(parameter.name);
    const at = `${path}with.${parameter.name}`;
    const value = entry ? argumentOf(parameter, entry.value, at, report) : parameter.default;
    if (value) values.set(parameter.name, value);
    else if (!entry) report.add(offset, at, missing(parameter, name));
  }
  return values.size === parameters.length ? values : undefined;
};

const entriesFrom = (given: Located | undefined, path: string, report: Report): Map<string, Entry> | undefined => {
  if (given && given.kind !== 'map') return report.add(given.offset, `${path}with`, noMap);
  return new Map((given?.entries ?? []).map(entry => [entry.key, entry]));
};

const missing = ({ name, type }: Parameter, template: string) => ({
  code: 'missing-parameter',
  message: `template ${template} needs ${name} (${type}), and it is not given`,
  suggestion: `add with: { ${name}: … }`,
});

const unknown = ({ key, offset }: Entry, { name, parameters }: Template, path: string, report: Report): void => {
  const names = parameters.map(one => one.name);
  const near = closest(key, names);
  report.add(offset, `${path}with.${key}`, {
    code: 'unknown-parameter',
    message: `template ${name} has no parameter ${JSON.stringify(shortened(key))}`,
    suggestion: near ? `did you mean ${near}?` : names.length > 0 ? `it has ${names.join(', ')}` : 'leave with: out',
  });
};

const noMap = {
  code: 'wrong-type',
  message: 'with: must be a map of parameters to values',
  suggestion: 'write with: { name: value }',
};
