import { type Collection } from '../catalog/collection.js';
import { MongoFailure } from '../failure.js';
import { type Doc } from '../values/document.js';
import { valuesAt } from '../values/path.js';

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if ((value as { _bsontype?: string } | null)?._bsontype === 'ObjectId') return `ObjectId('${String(value)}')`;
  return typeof value === 'object' && value !== null && !('_bsontype' in value) ? JSON.stringify(value) : String(value);
};

/** MongoDB's answer to a second document with a unique key, as drivers and mongoose read it. */
export const duplicateKey = (
  collection: Collection,
  index: { name: string; key: Record<string, number> },
  doc: Doc,
): MongoFailure => {
  const keyValue: Doc = {};
  for (const path of Object.keys(index.key)) keyValue[path] = valuesAt(doc, path)[0] ?? null;
  const pairs = Object.entries(keyValue).map(([path, value]) => `${path}: ${shown(value)}`);
  const message = `E11000 duplicate key error collection: ${collection.ns} index: ${index.name} dup key: { ${pairs.join(', ')} }`;
  return new MongoFailure('DuplicateKey', message, { keyPattern: index.key, keyValue });
};
