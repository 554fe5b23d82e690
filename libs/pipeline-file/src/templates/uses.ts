import { field, oneOrMore, reader, text, variable } from '../shape.js';

// Keys that are gone once templates are in place: here they are told of.

const file = reader({ schema: { ...text.schema, maxLength: 500 }, words: 'path, or `library:NAME`' }, text);

export const including = {
  include: field(oneOrMore(file), {
    doc: 'Files of templates: paths from the root of the repository, or templates of the library.',
    absent: 'none',
    example: '[ci/node.yaml, library:go]',
  }),
};

const given = reader(
  {
    schema: {
      type: 'object',
      propertyNames: { pattern: variable.source },
      additionalProperties: { type: ['string', 'number', 'boolean'] },
    },
    words: 'map of parameters to values',
  },
  value => value,
);

export const extending = {
  extends: field(text, {
    doc: 'The template it is laid over: its own keys win, variables merge by name.',
    absent: 'nothing',
    example: 'node',
  }),
  with: field(given, {
    doc: 'Values of the parameters of that template.',
    absent: 'their defaults',
    example: '{ version: 24 }',
  }),
};
