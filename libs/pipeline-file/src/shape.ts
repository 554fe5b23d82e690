export { field, spellingsOf, usualSpelling } from './shape/field.js';
export { distinct, listOf, oneOrMore, someOf } from './shape/lists.js';
export { anything, environment, texts, variable } from './shape/maps.js';
export {
  type About,
  type Field,
  type Fields,
  type Found,
  type Read,
  type Reader,
  reader,
  type RecordShape,
  type Schema,
  wrong,
} from './shape/reader.js';
export { join, record, type Record_, valuesOf } from './shape/record.js';
export { flag, name, numberFrom, oneOf, text, whole } from './shape/scalars.js';
export { seconds } from './shape/seconds.js';
export { byKind, orNothing, type Place, slug, textLike, turned } from './shape/turned.js';
export { shapesIn } from './shape/shapes.js';
