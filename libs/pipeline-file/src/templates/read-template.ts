import { closest } from '../did-you-mean.js';
import { type Entry, type Located, shortened } from '../located.js';
import { checkName } from '../names.js';
import type { Report } from '../report.js';
import { text, variable } from '../shape.js';
import { entriesOf, entryOf } from './map-entries.js';
import { readParameter } from './read-parameter.js';
import { type Parameter, type Template, type TemplateKind, templateKinds } from './template.js';

/** What a template file holds; undefined after a finding. */
export const readTemplate = (whole: Located, file: string, report: Report): Template | undefined => {
  const head = entryOf(whole, 'template');
  if (!head) return report.add(whole.offset, 'template', noTemplate(file));
  const written = text(head.value, 'template', report);
  const name = checkName(written, { offset: head.value.offset, path: 'template', what: 'the template' }, report);
  for (const entry of entriesOf(whole)) if (!known.includes(entry.key)) unknownKey(entry, report);
  const body = bodyOf(whole, report);
  const parameters = parametersOf(entryOf(whole, 'parameters')?.value, report);
  return name && body ? { name, file, parameters, ...body } : undefined;
};

const known: readonly string[] = ['template', 'description', 'parameters', 'include', ...templateKinds];

const bodyOf = (whole: Located, report: Report): { kind: TemplateKind; body: Located } | undefined => {
  const [first, second] = templateKinds.flatMap(kind => {
    const entry = entryOf(whole, kind);
    return entry ? [{ kind, body: entry.value, offset: entry.offset }] : [];
  });
  if (!first) return report.add(whole.offset, '', noBody);
  if (second) report.add(second.offset, second.kind, twoBodies);
  const isList = first.kind === 'stages' || first.kind === 'steps';
  if (first.body.kind === (isList ? 'list' : 'map')) return first;
  const message = `${first.kind} of a template must be a ${isList ? 'list' : 'map'}`;
  return report.add(first.body.offset, first.kind, {
    code: 'wrong-type',
    message,
    suggestion: `write it as in a pipeline`,
  });
};

const parametersOf = (value: Located | undefined, report: Report): Parameter[] => {
  if (!value) return [];
  if (value.kind !== 'map') return report.add(value.offset, 'parameters', noMap) ?? [];
  return value.entries.map(entry => parameterOf(entry, report)).filter(found => found !== undefined);
};

const parameterOf = ({ key, offset, value }: Entry, report: Report): Parameter | undefined =>
  variable.test(key)
    ? readParameter(key, value, report)
    : report.add(offset, `parameters.${key}`, {
        code: 'bad-parameter',
        message: `${JSON.stringify(shortened(key))} is no name of a parameter`,
        suggestion: 'use letters, digits and _, not a digit first',
      });

const unknownKey = ({ key, offset }: Entry, report: Report): void => {
  const near = closest(key, known);
  report.add(offset, key, {
    code: 'unknown-key',
    message: `${JSON.stringify(shortened(key))} is no key of a template`,
    suggestion: near ? `did you mean ${near}?` : `known keys are ${known.join(', ')}`,
  });
};

const noTemplate = (file: string) => ({
  code: 'no-template',
  message: `${file} is included, and is no template: it has no key template:`,
  suggestion: 'add template: with its name, and put what it gives below pipeline:, stage:, stages:, step: or steps:',
});
const noBody = {
  code: 'empty-template',
  message: 'the template gives nothing',
  suggestion: `add one of ${templateKinds.map(kind => `${kind}:`).join(', ')}`,
};
const twoBodies = {
  code: 'two-bodies',
  message: 'a template gives one thing, and this is the second',
  suggestion: 'make it a template of its own',
};
const noMap = {
  code: 'wrong-type',
  message: 'parameters must be a map of names to what each of them is',
  suggestion: 'write parameters: { version: { type: text } }',
};
