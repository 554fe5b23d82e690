import { parse } from 'yaml';
import { pipeline } from './pipeline-shape.js';
import { type Field, type RecordShape, type Schema, shapesIn, spellingsOf, usualSpelling } from './shape.js';

/**
 * Pipeline files as JSON Schema, draft 2020-12 (json-schema.org), made from what the readers say of themselves. Editors
 * are offered the usual spelling of each key; the others are accepted as well.
 */
export const pipelineSchema = (): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A pipeline of Switchyard',
  ...pipeline.schema,
  $defs: Object.fromEntries(shapesIn(pipeline).map(shape => [shape.id, recordSchema(shape)])),
});

const recordSchema = ({ id, doc, fields, rules }: RecordShape): Schema => {
  const table = Object.entries(fields).map(([key, field]) => ({ key, field, usual: usualSpelling(key, field) }));
  const others = table.map(({ key, field, usual }) => {
    const spellings = spellingsOf(key, field).filter(one => one !== usual);
    const schema = { $ref: `#/$defs/${id}/properties/${usual}`, description: `Another spelling of ${usual}.` };
    return { spellings, usual, schema };
  });
  const respelled = others.filter(({ spellings }) => spellings.length > 0);
  return {
    type: 'object',
    description: doc,
    properties: Object.fromEntries(table.map(({ field, usual }) => [usual, fieldSchema(field)])),
    ...(respelled.length === 0
      ? {}
      : {
          patternProperties: Object.fromEntries(
            respelled.map(({ spellings, schema }) => [`^(?:${spellings.join('|')})$`, schema]),
          ),
          dependentSchemas: Object.fromEntries(
            respelled.flatMap(({ spellings, usual }) => once([usual, ...spellings])),
          ),
        }),
    additionalProperties: false,
    ...rules,
  };
};

/** A key may stand in one of its spellings. */
const once = (spellings: string[]): [string, Schema][] =>
  spellings.slice(1).map((one, index) => {
    const others = spellings.slice(0, index + 1).map(other => ({ required: [other] }));
    return [one, { not: others.length === 1 ? others[0] : { anyOf: others } }];
  });

const fieldSchema = ({ read, about }: Field<unknown>): Schema => ({
  ...read.schema,
  description: about.absent === undefined ? about.doc : `${about.doc} Absent: ${about.absent}.`,
  ...(about.default === undefined ? {} : { default: about.default }),
  ...(about.example === undefined ? {} : { examples: [parse(about.example) as unknown] }),
});
