import { type Collection, documentKey, type Index } from '../catalog/collection.js';
import { type Doc } from '../values/document.js';
import { idKey } from '../values/key.js';
import { sortFields } from '../values/path.js';
import { type Plan, planFor } from './plan.js';

const index = (name: string, key: Record<string, number>, extra: Partial<Index> = {}): Index => ({
  name,
  key,
  unique: false,
  sparse: false,
  multikey: false,
  slot: 1,
  extra: {},
  ...extra,
});
const collectionWith = (...indexes: Index[]): Collection => ({
  ns: 'd.c',
  id: 20,
  uuid: '',
  options: {},
  indexes,
  nextSlot: 2,
});
const runs = collectionWith(
  index('project_time', { project: 1, createdAt: -1 }),
  index('time', { createdAt: -1 }),
  index('email', { email: 1 }, { sparse: true, unique: true }),
  index('active', { status: 1 }, { partialFilterExpression: { status: { $in: ['queued', 'running'] } } }),
  index('tags', { tags: 1 }, { multikey: true }),
);
const plan = (filter: Doc, sort: Doc = {}, collection = runs): Plan => planFor(collection, filter, sortFields(sort));
const used = (found: Plan): string => (found.stage === 'COLLSCAN' ? 'COLLSCAN' : found.indexName);

describe('a plan', () => {
  it.each<[string, Doc, Doc, string]>([
    ['the id', { _id: 1, project: 'p' }, {}, '_id_'],
    ['equality on a prefix', { project: 'p' }, {}, 'project_time'],
    ['equality and a range behind it', { project: 'p', createdAt: { $gt: new Date(0) } }, {}, 'project_time'],
    ['a list of values', { project: { $in: ['p', 'q'] } }, {}, 'project_time'],
    ['a range', { createdAt: { $gte: new Date(0), $lt: new Date(9) } }, {}, 'time'],
    ['conditions joined by $and', { $and: [{ project: 'p' }, { other: 1 }] }, {}, 'project_time'],
    ['a sort alone', {}, { createdAt: -1 }, 'time'],
    ['the same sort in the other direction', {}, { createdAt: 1 }, 'time'],
    ['a sparse index when the field must be there', { email: 'x' }, {}, 'email'],
    ['a partial index when the filter stays within it', { status: 'queued' }, {}, 'active'],
    ['an index on an array', { tags: 'x' }, {}, 'tags'],
    ['a range of ids', { _id: { $gte: 'a', $lt: 'b' } }, {}, '_id_'],
    ['a range of ids that also gives the order', { _id: { $gt: 'a' }, number: 1 }, { _id: -1 }, '_id_'],
    ['equality rather than a range of ids', { project: 'p', _id: { $gt: 'a' } }, {}, 'project_time'],
  ])('uses %s', (_, filter, sort, name) => {
    expect(used(plan(filter, sort))).toBe(name);
  });

  it.each<[string, Doc, Doc]>([
    ['the second field of an index alone', { number: 1 }, {}],
    ['a sparse index for a missing field', { email: null }, {}],
    ['a partial index for documents it may lack', { status: 'success' }, {}],
    ['any index for a pattern', { project: /x/ }, {}],
    ['any index for $or', { $or: [{ project: 'p' }, { createdAt: new Date(0) }] }, {}],
    ['any index for an expression', { $expr: { $eq: ['$project', 'p'] } }, {}],
  ])('does not use %s', (_, filter, sort) => {
    expect(used(plan(filter, sort))).toBe('COLLSCAN');
  });

  it('walks each value of a list once, however often it is named', () => {
    expect(plan({ project: { $in: ['p', null, 'p', null] } })).toMatchObject({ ranges: { length: 2 } });
  });

  it('reads no document outside of a range of ids', () => {
    const found = plan({ _id: { $gte: 'b', $lte: 'c' } }, { _id: -1 });
    expect(found).toMatchObject({ ordered: true, reverse: true, exact: false });
    const { ranges } = found as Extract<Plan, { stage: 'IDSCAN' }>;
    const within = (id: unknown) =>
      ranges.some(({ start, end }) => {
        const key = documentKey(runs, idKey(id));
        return Buffer.compare(start, key) <= 0 && Buffer.compare(key, end) < 0;
      });
    const ids = ['a', 'b', 'bb', 'c', 'ca', 'd', 5, null, new Date(0)];
    expect(ids.filter(within)).toEqual(['b', 'bb', 'c']);
  });

  it('takes a whole range of ids that were too long for a key', () => {
    const long = 'x'.repeat(5_000);
    const { ranges } = plan({ _id: { $gte: long } }) as Extract<Plan, { stage: 'IDSCAN' }>;
    for (const id of [long, `${long}y`, 'y'])
      expect(Buffer.compare(ranges[0]!.start, documentKey(runs, idKey(id)))).toBeLessThanOrEqual(0);
  });

  it('needs no sort when the index has the order, and the rest of the prefix is known', () => {
    expect(plan({ project: 'p' }, { createdAt: -1 })).toMatchObject({ ordered: true, reverse: false, exact: true });
    expect(plan({ project: 'p' }, { createdAt: 1 })).toMatchObject({ ordered: true, reverse: true });
    expect(plan({}, { createdAt: 1, _id: -1 })).toMatchObject({ ordered: true, reverse: true });
  });

  it('sorts afterwards when the order differs', () => {
    expect(plan({ project: { $in: ['p', 'q'] } }, { createdAt: -1 })).toMatchObject({ ordered: false });
    expect(plan({ tags: 'x' }, { tags: 1 })).toMatchObject({ ordered: false });
    expect(plan({ project: 'p' }, { createdAt: -1, number: 1 })).toMatchObject({ ordered: false });
  });

  it('tests the filter again unless equality says it all', () => {
    expect(plan({ project: 'p', number: 1 }).exact).toBe(false);
    expect(plan({ project: { $gt: 'p' } }).exact).toBe(false);
    expect(plan({ tags: 'x' }).exact).toBe(false);
    expect(plan({ _id: { $in: [1, 2] } }).exact).toBe(true);
  });
});
