import type { Index } from '../catalog/collection.js';
import { mayMove, touchedPaths } from './touched.js';

const index = (key: Record<string, number>, partialFilterExpression?: Record<string, unknown>): Index => ({
  name: 'one',
  key,
  unique: false,
  sparse: false,
  slot: 1,
  multikey: false,
  extra: {},
  ...(partialFilterExpression ? { partialFilterExpression } : {}),
});

describe('what an update touches', () => {
  it('is each path its operators name, also the one that is renamed to, without places in arrays', () => {
    const change = { $set: { 'a.0.b': 1, 'c.$[one].d': 1 }, $rename: { e: 'f.g' }, $inc: { h: 1 } };
    expect(touchedPaths(change)).toEqual(['a.b', 'c.d', 'e', 'f.g', 'h']);
  });

  it.each([
    ['the same field', { a: 1 }, ['a'], true],
    ['a field around it', { 'a.b': 1 }, ['a'], true],
    ['a field inside it', { a: 1 }, ['a.b'], true],
    ['another field', { a: 1 }, ['b'], false],
    ['a field whose name only begins alike', { ab: 1 }, ['a'], false],
    ['one of several', { a: 1, b: -1 }, ['b'], true],
    ['nothing', { a: 1 }, [], false],
    ['an item of the list it lies in', { 'a.b': 1 }, touchedPaths({ $set: { 'a.3': {} } }), true],
    ['all items of a list at the top', { 'a.b': 1 }, touchedPaths({ $inc: { 'a.$[].b': 1 } }), true],
  ])('moves an entry: %s', (_, key, touched, moves) => {
    expect(mayMove(index(key as unknown as Record<string, number>), touched)).toBe(moves);
  });

  it('moves an entry where it decides whether there is one', () => {
    expect(mayMove(index({ a: 1 }, { live: true }), ['live'])).toBe(true);
    expect(mayMove(index({ a: 1 }, { live: true }), ['dead'])).toBe(false);
    expect(mayMove(index({ a: 1 }, { $or: [{ live: true }] }), ['dead'])).toBe(true);
  });
});
