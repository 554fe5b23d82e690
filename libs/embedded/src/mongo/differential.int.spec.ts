import fc from 'fast-check';
import * as mingo from 'mingo';
import mongoose from 'mongoose';
import { startEmbeddedStore } from './index.js';
import { temporaryDirectory } from './testing/temporary.js';
import { type Doc } from './values/document.js';

/**
 * One random stream of operations, several engines, the same answers: the store with indexes, the store without, a
 * model in memory that knows neither files nor indexes, and a MongoDB server when `MONGODB_URI` names one.
 */
type Operation =
  | { kind: 'insert'; doc: Doc }
  | { kind: 'update'; filter: Doc; change: Doc }
  | { kind: 'change-first'; filter: Doc; change: Doc }
  | { kind: 'delete'; filter: Doc }
  | { kind: 'find'; filter: Doc; sort: Record<string, 1 | -1>; limit: number }
  | { kind: 'count'; filter: Doc };

const small = fc.integer({ min: 0, max: 5 });
const word = fc.constantFrom('a', 'b', 'c', 'ab');
const field = fc.constantFrom('n', 's', 'deep.n');
const scalar = fc.oneof(small, word, fc.constant(null));
const condition = fc.oneof(
  scalar,
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ $gt: small }),
  fc.record({ $gte: small, $lt: small }),
  fc.record({ $gte: word, $lte: word }),
  fc.record({ $ne: scalar }),
  fc.record({ $exists: fc.boolean() }),
);
const simpleFilter: fc.Arbitrary<Doc> = fc.dictionary(fc.oneof(field, fc.constant('tags')), condition, { maxKeys: 2 });
const filter: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 4, arbitrary: simpleFilter },
  { weight: 1, arbitrary: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map($or => ({ $or })) },
  { weight: 1, arbitrary: fc.array(simpleFilter, { minLength: 1, maxLength: 2 }).map($and => ({ $and })) },
  { weight: 1, arbitrary: fc.record({ tags: fc.record({ $elemMatch: fc.record({ $gte: small }) }) }) },
);
const change: fc.Arbitrary<Doc> = fc.oneof(
  fc.record({ $set: fc.dictionary(fc.constantFrom('s', 'deep.s'), scalar, { minKeys: 1, maxKeys: 2 }) }),
  fc.record({ $set: fc.record({ n: small }), $unset: fc.record({ s: fc.constant(1) }) }),
  fc.record({ $unset: fc.record({ n: fc.constant(1) }) }),
  fc.record({ $inc: fc.record({ 'deep.n': small }) }),
  fc.record({ $push: fc.record({ tags: small }) }),
  fc.record({ $addToSet: fc.record({ tags: small }) }),
  fc.record({ $pull: fc.record({ tags: small }) }),
);
const doc: fc.Arbitrary<Doc> = fc.record(
  {
    n: small,
    s: fc.oneof(word, fc.constant(null)),
    deep: fc.record({ n: small }),
    tags: fc.array(small, { maxLength: 3 }),
  },
  { requiredKeys: ['tags'] },
);
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('insert' as const), doc }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('update' as const), filter, change }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change-first' as const), filter, change }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), filter }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('find' as const),
      filter,
      sort: fc.oneof(fc.constant({}), fc.record({ n: fc.constantFrom(1 as const, -1 as const) })),
      limit: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('count' as const), filter }) },
);

interface Engine {
  name: string;
  reset(): Promise<void>;
  run(operation: Operation, id: number): Promise<unknown>;
}

const byId = { _id: 1 } as const;

const serverEngine = (
  name: string,
  collection: mongoose.mongo.Collection<Doc & { _id: number }>,
  indexed: boolean,
): Engine => ({
  name,
  reset: async () => {
    await collection.drop().catch(() => false);
    if (!indexed) return;
    await collection.createIndex({ n: 1, s: -1 });
    await collection.createIndex({ s: 1 }, { sparse: true });
    await collection.createIndex({ tags: 1 });
    await collection.createIndex({ 'deep.n': -1 });
    await collection.createIndex({ n: -1 }, { partialFilterExpression: { s: { $exists: true } }, name: 'partial' });
  },
  run: async (one, _id) => {
    switch (one.kind) {
      case 'insert':
        return (await collection.insertOne({ _id, ...one.doc })).insertedId;
      case 'update': {
        const { matchedCount, modifiedCount } = await collection.updateMany(one.filter, one.change);
        return { matchedCount, modifiedCount };
      }
      case 'change-first':
        return collection.findOneAndUpdate(one.filter, one.change, { sort: byId, returnDocument: 'after' });
      case 'delete':
        return (await collection.deleteMany(one.filter)).deletedCount;
      case 'find':
        return collection
          .find(one.filter)
          .sort({ ...one.sort, ...byId })
          .limit(one.limit)
          .toArray();
      case 'count':
        return collection.countDocuments(one.filter);
    }
  },
});

/** Numbers in order, missing and null before them. */
const compareNumbers = (a: unknown, b: unknown): number => Number(a ?? -1) - Number(b ?? -1);

/** The operators of this stream, on plain objects. */
const changeModel = (target: Doc, operator: string, [first = '', second]: string[], operand: unknown): void => {
  if (second !== undefined) {
    target[first] ??= {};
    return changeModel(target[first] as Doc, operator, [second], operand);
  }
  const tags = (target[first] ?? []) as unknown[];
  if (operator === '$set') target[first] = operand;
  else if (operator === '$unset') Reflect.deleteProperty(target, first);
  else if (operator === '$inc') target[first] = Number(target[first] ?? 0) + Number(operand);
  else if (operator === '$push') target[first] = [...tags, operand];
  else if (operator === '$addToSet') target[first] = tags.includes(operand) ? tags : [...tags, operand];
  else target[first] = tags.filter(tag => tag !== operand);
};

const modelEngine = (): Engine => {
  let docs: (Doc & { _id: number })[] = [];
  const matching = (by: Doc) => docs.filter(one => new mingo.Query(by).test(one));
  const apply = (target: Doc, by: Doc): boolean => {
    const before = JSON.stringify(target);
    for (const [operator, fields] of Object.entries(by))
      for (const [path, operand] of Object.entries(fields as Doc))
        changeModel(target, operator, path.split('.'), operand);
    return JSON.stringify(target) !== before;
  };
  return {
    name: 'model',
    reset: () => {
      docs = [];
      return Promise.resolve();
    },
    run: (one, _id) => {
      switch (one.kind) {
        case 'insert':
          docs.push(structuredClone({ _id, ...one.doc }));
          return Promise.resolve(_id);
        case 'update': {
          const found = matching(one.filter);
          const modified = found.filter(target => apply(target, structuredClone(one.change)));
          return Promise.resolve({ matchedCount: found.length, modifiedCount: modified.length });
        }
        case 'change-first': {
          const [first] = matching(one.filter);
          if (first) apply(first, structuredClone(one.change));
          return Promise.resolve(first ? structuredClone(first) : null);
        }
        case 'delete': {
          const gone = new Set(matching(one.filter));
          docs = docs.filter(target => !gone.has(target));
          return Promise.resolve(gone.size);
        }
        case 'find': {
          const way = one.sort['n'] ?? 0;
          const sorted = matching(one.filter).sort((a, b) => compareNumbers(a['n'], b['n']) * way || a._id - b._id);
          return Promise.resolve(structuredClone(one.limit > 0 ? sorted.slice(0, one.limit) : sorted));
        }
        case 'count':
          return Promise.resolve(matching(one.filter).length);
      }
    },
  };
};

describe('the same operations on several engines', () => {
  const place = temporaryDirectory();
  const closers: (() => Promise<void>)[] = [];
  const engines: Engine[] = [modelEngine()];
  const add = async (name: string, uri: string, indexed: boolean) => {
    const client = await mongoose.mongo.MongoClient.connect(uri);
    closers.unshift(() => client.close());
    engines.push(serverEngine(name, client.db('differential').collection(name), indexed));
  };

  beforeAll(async () => {
    const store = await startEmbeddedStore({ directory: place.directory });
    closers.push(() => store.close());
    await add('indexed', store.uri, true);
    await add('scanned', store.uri, false);
    const other = process.env['MONGODB_URI'];
    if (other) await add('mongodb', other, true);
    else process.stdout.write('skipped: MongoDB itself (MONGODB_URI is not set)\n');
  });
  afterAll(async () => {
    for (const close of closers) await close();
    place.remove();
  });

  it('give the same answers', async () => {
    const streams = fc.array(operation, { minLength: 5, maxLength: 40 });
    const property = fc.asyncProperty(streams, async operations => {
      for (const engine of engines) await engine.reset();
      for (const [id, one] of operations.entries()) {
        const [expected, ...others] = await Promise.all(engines.map(engine => engine.run(one, id)));
        for (const [at, answer] of others.entries())
          expect({ engine: engines[at + 1]?.name, one, answer }).toEqual({
            engine: engines[at + 1]?.name,
            one,
            answer: expected,
          });
      }
    });
    await fc.assert(property, { numRuns: 100 });
  }, 120_000);
});
