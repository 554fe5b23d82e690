import { Query } from 'mingo/query';
import { MongoFailure } from '../failure.js';
import { type Doc, isDoc } from '../values/document.js';
import { encode, type StoredDocument } from '../wire/bson.js';
import { expressionContext } from './engine.js';
import { type FieldTree, treeOf } from './field-tree.js';
import { rawKept, rawWithout } from './raw-projection.js';

/** What is answered of a document. */
export interface Projection {
  of(doc: Doc): Doc;
  /** The same of its bytes, where that takes no more than leaving some out. */
  ofRaw?(raw: Buffer): Buffer;
}

/** A stored document as it is answered. */
export const answerOf = (stored: StoredDocument, project: Projection | undefined): Buffer =>
  project ? (project.ofRaw?.(stored.raw) ?? encode(project.of(stored.doc))) : stored.raw;

const kept = (value: unknown, tree: FieldTree): unknown => {
  if (Array.isArray(value)) return value.map(item => kept(item, tree)).filter(item => item !== undefined);
  if (!isDoc(value)) return undefined;
  const out: Doc = {};
  for (const [name, item] of Object.entries(value)) {
    const node = tree[name];
    const part = node === true ? item : node && kept(item, node);
    if (part !== undefined) out[name] = part;
  }
  return out;
};

const without = (value: unknown, tree: FieldTree): unknown => {
  if (Array.isArray(value)) return value.map(item => without(item, tree));
  if (!isDoc(value)) return value;
  const out: Doc = {};
  for (const [name, item] of Object.entries(value)) {
    const node = tree[name];
    if (node !== true) out[name] = node ? without(item, node) : item;
  }
  return out;
};

const isFlag = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean';

/** Whether a projection only names fields to keep or to leave out. */
const isSimple = (spec: Doc): boolean =>
  Object.entries(spec).every(([path, value]) => isFlag(value) && !path.includes('$'));

/** Whether `loadEngine` must come first. */
export const projectionNeedsEngine = (spec: unknown): boolean => isDoc(spec) && !isSimple(spec);

/** Whether fields are kept rather than left out; a projection does one of the two, `_id` aside. */
const keeps = ({ _id, ...fields }: Doc): boolean => {
  const flags = Object.values(fields).map(Boolean);
  const includes = flags[0] ?? Boolean(_id);
  if (flags.every(flag => flag === includes)) return includes;
  const [one, other] = includes ? ['exclusion', 'inclusion'] : ['inclusion', 'exclusion'];
  throw new MongoFailure(includes ? 'Location31254' : 'Location31249', `Cannot do ${one} in ${other} projection`);
};

const simple = (spec: Doc): Projection => {
  const { _id, ...fields } = spec;
  const includes = keeps(spec);
  const idNamed = includes ? _id === undefined || Boolean(_id) : _id !== undefined && !_id;
  const tree = treeOf([...Object.keys(fields), ...(idNamed ? ['_id'] : [])]);
  return includes
    ? { of: doc => kept(doc, tree) as Doc, ofRaw: raw => rawKept(raw, tree) }
    : { of: doc => without(doc, tree) as Doc, ofRaw: raw => rawWithout(raw, tree) };
};

/** A projection made ready; undefined when it changes nothing. The filter serves the positional operator. */
export const compileProjection = (spec: unknown, filter: Doc = {}): Projection | undefined => {
  if (!isDoc(spec) || Object.keys(spec).length === 0) return undefined;
  return isSimple(spec) ? simple(spec) : expressive(spec, filter);
};

/** Expressions, `$slice`, `$elemMatch` and the positional operator are the engine's. */
const expressive = (spec: Doc, filter: Doc): Projection => {
  const query = new Query(filter, { context: expressionContext(), scriptEnabled: false });
  return { of: doc => (query.find([doc], spec as Record<string, 1>).all() as Doc[])[0] ?? {} };
};
