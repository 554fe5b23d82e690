import { pipeline } from './pipeline-shape.js';
import { anchorOf } from './reference.js';
import { type Field, type RecordShape, spellingsOf } from './shape.js';

const page = 'docs/pipeline-reference.md';

/** Where the reference tells of what stands at a path, as near to it as the path leads; undefined for the whole file. */
export const docsOf = (path: string): string | undefined => {
  const keys = path.split('.').map(key => key.replace(/(?:\[\d+\])+$/, ''));
  if (path === '') return undefined;
  let records: readonly RecordShape[] = pipeline.parts;
  let anchor = 'pipeline';
  for (const key of keys) {
    const found = fieldOf(records, key);
    // A name that people chose, or no key at all.
    if (!found) anchor = records[0]?.id ?? anchor;
    if (!found) continue;
    anchor = anchorOf(found.record.id, found.key);
    records = found.field.read.parts;
  }
  return `${page}#${anchor}`;
};

interface Known {
  record: RecordShape;
  key: string;
  field: Field<unknown>;
}

const fieldOf = (records: readonly RecordShape[], spelled: string): Known | undefined => {
  for (const record of records)
    for (const [key, field] of Object.entries(record.fields))
      if (spellingsOf(key, field).includes(spelled)) return { record, key, field };
  return undefined;
};
