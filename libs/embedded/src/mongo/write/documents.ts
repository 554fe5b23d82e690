import { ObjectId } from 'bson';
import { type Catalog } from '../catalog/catalog.js';
import { type Collection, documentKey, ID_INDEX, type Index, indexPrefix } from '../catalog/collection.js';
import { entriesOf } from '../catalog/entries.js';
import { MongoFailure } from '../failure.js';
import { type Keyspace } from '../keyspace/keyspace.js';
import { type Doc, hasOperators } from '../values/document.js';
import { idKey } from '../values/key.js';
import { rank, rankOf } from '../values/order.js';
import { hasOwn } from '../values/path.js';
import { decode, encode, idFirst, refuseOversize, StoredDocument } from '../wire/bson.js';
import { partWith } from '../query/asked-fields.js';
import { treeOf } from '../query/field-tree.js';
import { type Match } from '../query/select.js';
import { duplicateKey } from './duplicate-key.js';
import { mayMove, watchedBy } from '../update/touched.js';
import { validate } from './validation.js';

/** Where the entries of a document lie in one index, by their text. */
type EntryKeys = Map<string, Buffer>;

/** Changes single documents with all their index entries. Every method checks first and writes afterwards. */
export class Documents {
  constructor(
    private readonly keyspace: Keyspace,
    private readonly catalog: Catalog,
    private readonly validates = true,
  ) {}

  /** The same without the collection's validator, for writes that ask to bypass it. */
  unchecked(): Documents {
    return new Documents(this.keyspace, this.catalog, false);
  }

  /** Stores a new document, given as BSON or as a value; answers it as stored. */
  insert(collection: Collection, given: Buffer | Doc): { doc: Doc; raw: Buffer } {
    const named = Buffer.isBuffer(given) ? decode(given) : given;
    const doc = hasOwn(named, '_id') ? named : { _id: new ObjectId(), ...named };
    const raw = idFirst(Buffer.isBuffer(given) && doc === named ? given : encode(doc));
    refuseOversize(raw, 'the document to insert');
    refuseBadId(doc['_id']);
    if (this.validates) validate(collection, { doc });
    const id = idKey(doc['_id']);
    const key = documentKey(collection, id);
    if (this.keyspace.has(key)) throw duplicateKey(collection, { name: ID_INDEX, key: { _id: 1 } }, doc);
    this.reindex(collection, id, new Map(), doc);
    this.keyspace.put(key, raw);
    return { doc, raw };
  }

  /**
   * Applies `change` to a stored document, which may be changed in place; answers the new BSON, or undefined if equal.
   * `touched`: the fields it may change; any, unless given.
   */
  replace(
    collection: Collection,
    match: Match,
    change: (doc: Doc) => Doc,
    touched?: readonly string[],
  ): Buffer | undefined {
    const indexes = touched ? collection.indexes.filter(index => mayMove(index, touched)) : collection.indexes;
    const before = this.entryKeys(collection, match.doc, indexes);
    const id = idKey(match.doc['_id']);
    const after = change(match.doc);
    const raw = idFirst(encode(after));
    if (raw.equals(match.raw)) return undefined;
    refuseOversize(raw, 'the updated document');
    if (this.validates) validate(collection, { doc: after });
    this.reindex(collection, id, before, after, indexes);
    this.keyspace.put(match.key, raw);
    return raw;
  }

  /** As `replace`, where the new BSON is known; only what decides on the entries of `touched` indexes is decoded. */
  put(collection: Collection, match: Match, raw: Buffer, touched: readonly string[]): Buffer | undefined {
    if (raw.equals(match.raw)) return undefined;
    refuseOversize(raw, 'the updated document');
    const next = new StoredDocument(raw);
    if (this.validates) validate(collection, next);
    const indexes = collection.indexes.filter(index => mayMove(index, touched));
    const paths = indexes.map(watchedBy);
    const tree = paths.every(known => known !== undefined) ? treeOf(['_id', ...paths.flat()]) : undefined;
    const [before, after] = [match, next].map(stored => (tree ? partWith(stored.raw, tree) : stored.doc)) as [Doc, Doc];
    this.reindex(collection, idKey(after['_id']), this.entryKeys(collection, before, indexes), after, indexes);
    this.keyspace.put(match.key, raw);
    return raw;
  }

  remove(collection: Collection, match: Match): void {
    this.reindex(collection, idKey(match.doc['_id']), this.entryKeys(collection, match.doc), undefined);
    this.keyspace.remove(match.key);
  }

  /** Where the entries of a document in one index must lie. */
  entryKeysIn(collection: Collection, index: Index, doc: Doc): Buffer[] {
    return [...this.keysIn(collection, index, doc).values()];
  }

  /** Adds every stored document to a new index. */
  fill(collection: Collection, index: Index, matches: Iterable<{ doc: Doc }>): void {
    for (const { doc } of matches) {
      const id = idKey(doc['_id']);
      for (const entry of this.keysIn(collection, index, doc).values()) {
        if (index.unique && this.keyspace.has(entry)) throw duplicateKey(collection, index, doc);
        this.keyspace.put(entry, id);
      }
    }
  }

  private keysIn(collection: Collection, index: Index, doc: Doc): EntryKeys {
    const { keys, many } = entriesOf(doc, index);
    if (many) this.catalog.markMultikey(collection, index);
    const prefix = indexPrefix(collection, index);
    const suffix = index.unique ? Buffer.alloc(0) : idKey(doc['_id']);
    const entries = keys.map(key => Buffer.concat([prefix, key, suffix]));
    return new Map(entries.map(entry => [entry.toString('latin1'), entry]));
  }

  private entryKeys(collection: Collection, doc: Doc, indexes = collection.indexes): Map<Index, EntryKeys> {
    return new Map(indexes.map(index => [index, this.keysIn(collection, index, doc)]));
  }

  private reindex(
    collection: Collection,
    id: Buffer,
    before: Map<Index, EntryKeys>,
    after: Doc | undefined,
    indexes = collection.indexes,
  ): void {
    const removed: Buffer[] = [];
    const added: Buffer[] = [];
    for (const index of indexes) {
      const old = before.get(index) ?? new Map<string, Buffer>();
      const now = after ? this.keysIn(collection, index, after) : new Map<string, Buffer>();
      const fresh = missingFrom(now, old);
      if (after && index.unique && fresh.some(key => this.keyspace.has(key)))
        throw duplicateKey(collection, index, after);
      added.push(...fresh);
      removed.push(...missingFrom(old, now));
    }
    for (const key of removed) this.keyspace.remove(key);
    for (const key of added) this.keyspace.put(key, id);
  }
}

const missingFrom = (keys: EntryKeys, others: EntryKeys): Buffer[] =>
  [...keys].filter(([name]) => !others.has(name)).map(([, key]) => key);

const refuseBadId = (id: unknown): void => {
  const order = rankOf(id);
  if (order === rank.array || order === rank.pattern)
    throw new MongoFailure(
      'InvalidIdField',
      `The '_id' value cannot be of type ${order === rank.array ? 'array' : 'regex'}`,
    );
  if (hasOperators(id))
    throw new MongoFailure('DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields`);
};
