import fc from 'fast-check';
import { type Delta, differs, goneFrom, type Knowledge, knowNothing, learn, nextName, noteOwn } from './changes.js';

const link = (target: string) => ({ kind: 'link' as const, target });
const known = ({ known: all }: Knowledge) =>
  Object.fromEntries(Object.entries(all).map(([path, { item }]) => [path, item]));

describe('what machines say of one workspace', () => {
  it('comes to the same, in whatever order it is heard', () => {
    const change = fc.record({
      path: fc.constantFrom('a', 'b', 'c/d', '__proto__', 'constructor'),
      item: fc.option(fc.constantFrom('x', 'y', 'z').map(link), { nil: undefined }),
    });
    const deltas = fc.array(fc.uniqueArray(change, { selector: ({ path }) => path }), { maxLength: 6 });
    fc.assert(
      fc.property(deltas, fc.infiniteStream(fc.nat()), (all, chance) => {
        const named = all.map((changes, index) => ({ name: `00000${index}-x`, delta: { v: 1, changes } as Delta }));
        const shuffled = named
          .map(one => ({ one, at: chance.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const [inOrder, other] = [knowNothing('p'), knowNothing('p')];
        for (const { name, delta } of named) learn(inOrder, name, delta);
        for (const { name, delta } of shuffled) learn(other, name, delta);
        expect(known(other)).toEqual(known(inOrder));
      }),
    );
  });

  it('is named behind all that was known when it was said', () => {
    const knowledge = knowNothing('p');
    expect(nextName(knowledge, 'a')).toBe('000001-a');
    learn(knowledge, '000007-z', { v: 1, changes: [] });
    expect(nextName(knowledge, 'a')).toBe('000008-a');
    expect(nextName(knowledge, 'a') > '000007-z').toBe(true);
  });

  it('is told of paths that are news only', () => {
    const knowledge = knowNothing('p');
    noteOwn(knowledge, '000002-b', [{ path: 'mine', item: link('here') }], new Map());
    const changes = [{ path: 'mine', item: link('there') }, { path: 'theirs' }];
    expect(learn(knowledge, '000001-a', { v: 1, changes })).toEqual(['theirs']);
    expect(knowledge.known.mine?.item).toEqual(link('here'));
    expect(knowledge.applied).toEqual(['000002-b', '000001-a']);
  });

  it('differs from what lies there by the facts of a file, not by its bytes', () => {
    const seen = { bytes: 1, mtime: 1, ctime: 1, inode: 1 };
    const file = { kind: 'file' as const, mode: 0o644, mtime: 1, bytes: 1, sha256: '', pack: 'p', from: 0 };
    const knowledge = knowNothing('p');
    noteOwn(knowledge, '000001-a', [{ path: 'f', item: file }], new Map([['f', seen]]));
    const found = (more: object = {}, facts: object = {}) =>
      differs(knowledge, { path: 'f', kind: 'file', mode: 0o644, seen: { ...seen, ...facts }, ...more });
    expect(found()).toBe(false);
    for (const fact of ['bytes', 'mtime', 'ctime', 'inode']) expect(found({}, { [fact]: 2 })).toBe(true);
    expect(found({ mode: 0o755 })).toBe(true);
    expect(found({ path: 'other' })).toBe(true);
    expect(differs(knowledge, { path: 'f', kind: 'link', target: 'x' })).toBe(true);
    expect(goneFrom(knowledge, [])).toEqual(['f']);
  });
});
