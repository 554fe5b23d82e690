import { type Collection, indexPrefix } from '../catalog/collection.js';
import { under } from '../keyspace/keyspace.js';
import { anything, select } from '../query/select.js';
import { type Doc } from '../values/document.js';
import { type CommandTable, type Request, type Store } from './command.js';
import { needed } from './collections.js';

/** What is wrong with each index: an entry that is missing, or one too many. */
const problemsIn = (store: Store, collection: Collection, docs: readonly Doc[]): string[] =>
  collection.indexes.flatMap(index => {
    const expected = docs.flatMap(doc => store.documents.entryKeysIn(collection, index, doc));
    const missing = expected.filter(key => !store.keyspace.has(key)).length;
    const found = store.keyspace.count(under(indexPrefix(collection, index)));
    return [
      ...(missing > 0 ? [`index ${index.name} lacks ${missing} entries`] : []),
      ...(found === expected.length ? [] : [`index ${index.name} has ${found} entries instead of ${expected.length}`]),
    ];
  });

const validate = (store: Store, request: Request): Doc => {
  const collection = needed(store, request);
  const docs = select(store.keyspace, collection, anything).map(({ doc }) => doc);
  const errors = problemsIn(store, collection, docs);
  return {
    ns: request.ns,
    nrecords: docs.length,
    nIndexes: collection.indexes.length + 1,
    valid: errors.length === 0,
    errors,
    warnings: [],
  };
};

/** A write, so that nothing changes while it counts. */
export const validateCommands: CommandTable = { validate: { kind: 'write', run: validate } };
