import { pipeline } from './pipeline-shape.js';
import { type Field, type RecordShape, type Schema, shapesIn, spellingsOf, usualSpelling } from './shape.js';

const head = `# Pipeline reference

Every key of a pipeline file, made from the tables the parser itself reads by (\`npm run language:generate\`). By example:
[Pipelines](pipelines.md). For editors: [the JSON Schema](../libs/pipeline-file/pipeline.schema.json).

A key of several words may be written with dashes, with underscores or in camelCase: \`working-directory\`,
\`working_directory\`, \`workingDirectory\`. Where it has another word besides, that stands below it. Keys marked *long* belong
to the long form; the short one says the same in another key. A *time* is a number of seconds, or text such as \`90s\`, \`10m\`,
\`2h\`, \`1d\`. *Text* may be written without quotes, also where it looks like a number. *Glob*: \`*\` stands for anything but a
slash, \`**\` for anything, and \`!\` in front leaves out.
`;

/** The page that says of every key its type, its default, what it is for, and an example. */
export const pipelineReference = (): string =>
  [head, ...shapesIn(pipeline).map(section)].join('\n').replace(/[ \t]+$/gm, '');

const section = (shape: RecordShape): string => {
  const { id, doc, fields } = shape;
  const rows = Object.entries(fields).map(([key, field]) => row(shape, key, field));
  return [
    `## ${id}\n`,
    `${doc}\n`,
    '| key | type | without it | what it is for | example |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
};

const row = ({ id, rules }: RecordShape, key: string, field: Field<unknown>): string => {
  const { about, read } = field;
  const usual = usualSpelling(key, field);
  const other = otherWord(key, field);
  const name = [
    `<a id="${anchorOf(id, key)}"></a>\`${usual}\``,
    ...(other === undefined ? [] : [`also \`${other}\``]),
    ...(about.long ? ['*long*'] : []),
  ].join('<br>');
  const isNeeded = neededBy(rules).includes(usual);
  const absent =
    about.default === undefined ? (about.absent ?? (isNeeded ? '*required*' : '')) : code(`${about.default}`);
  const example = about.example === undefined ? '' : code(`${usual}: ${about.example}`);
  return `| ${[name, read.words, absent, about.doc, example].map(cell).join(' | ')} |`;
};

/** Keys a record needs; where it may need others instead, the first of those. */
const neededBy = ({ required, anyOf }: Schema): readonly unknown[] => {
  const [first] = Array.isArray(anyOf) ? (anyOf as Schema[]) : [];
  const needed = required ?? first?.['required'];
  return Array.isArray(needed) ? needed : [];
};

/** Another word for the same key, and no other way to join its words. */
const otherWord = (key: string, field: Field<unknown>): string | undefined => {
  const plain = (word: string) => word.toLowerCase().replace(/[-_]/g, '');
  const usual = plain(usualSpelling(key, field));
  return spellingsOf(key, field).find(one => plain(one) !== usual);
};

const code = (text: string) => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|');

/** Where the page tells of a key, or of a record as a whole. */
export const anchorOf = (id: string, key?: string): string =>
  key === undefined ? id : `${id}-${key.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
