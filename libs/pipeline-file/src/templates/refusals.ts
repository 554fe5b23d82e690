import { closest } from '../did-you-mean.js';
import { describe, type Located } from '../located.js';
import type { Template, TemplateKind } from './template.js';

// What is wrong with the use of a template, in words.

export const templateFile = {
  code: 'template-file',
  message: 'the file is a template, and gives a pipeline only where one extends it',
  suggestion: 'check a pipeline that includes it',
};

export const unknownTemplate = (value: Located, known: readonly string[]) => {
  const near = value.kind === 'scalar' ? closest(value.written, known) : undefined;
  const told = known.length > 0 ? `the templates are ${known.slice(0, 10).join(', ')}` : 'add its file to include:';
  return {
    code: 'unknown-template',
    message: `no included file has a template called ${describe(value)}`,
    suggestion: near ? `did you mean ${near}?` : told,
  };
};

export const wrongTemplate = ({ name, kind }: Template, wanted: readonly TemplateKind[]) => ({
  code: 'wrong-template',
  message: `template ${name} gives ${kind}:, and ${wanted.join(' or ')}: is wanted here`,
  suggestion: 'extend another template, or extend this one where it belongs',
});

export const templateCycle = (cycle: readonly string[]) => ({
  code: 'template-cycle',
  message: `these templates extend each other: ${cycle.join(' → ')}`,
  suggestion: 'remove one of these extends',
});

export const deepChain = (deepest: number) => ({
  code: 'deep-template',
  message: `more than ${deepest} templates extend each other in one line`,
  suggestion: 'join some of them',
});

export const noRoom = (kind: 'stages' | 'steps') => ({
  code: 'no-room',
  message: `a template of ${kind}: stands here for several ${kind}, and they have no key in common`,
  suggestion: 'make it a parameter of the template',
});

export const withAlone = {
  code: 'with-alone',
  message: 'with: gives values to a template, and nothing is extended here',
  suggestion: 'add extends: with the name of a template, or remove with:',
};
