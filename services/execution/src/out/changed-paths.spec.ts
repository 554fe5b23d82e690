import { changedEntries, changedPaths } from './changed-paths.js';

describe('the paths an update sets', () => {
  it('are those of what changed, one level into lists', () => {
    const [kept, before, after] = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const now = { status: 'running', steps: [kept, after], stages: [kept] };
    expect(changedPaths('view', { status: 'running', steps: [kept, before], stages: [kept, kept] }, now)).toEqual({
      'view.steps.1': after,
      'view.stages': [kept],
    });
  });

  it('are the whole where a field is gone', () => {
    expect(changedPaths('view', { a: 1, b: 2 }, { a: 1 })).toEqual({ view: { a: 1 } });
  });
});

describe('the entries an update sets', () => {
  const [one, two, other] = [{ nonce: '1' }, { nonce: '2' }, { nonce: '3' }];
  const setOf = (before: object, after: object) =>
    changedEntries('claims', { ...before }, { ...after }, (attemptId, claim) => ({ attemptId, claim }));

  it('are none where nothing changed', () => {
    expect(setOf({ 'e.a.1': one }, { 'e.a.1': one })).toEqual({});
  });

  it('are those behind the ones that were there', () => {
    expect(setOf({ 'e.a.1': one }, { 'e.a.1': one, 'e.b.1': two })).toEqual({
      'claims.1': { attemptId: 'e.b.1', claim: two },
    });
  });

  it('are the changed ones, in their places', () => {
    expect(setOf({ 'e.a.1': one, 'e.b.1': two }, { 'e.a.1': other, 'e.b.1': two })).toEqual({
      'claims.0': { attemptId: 'e.a.1', claim: other },
    });
  });

  it('are all where the order is another', () => {
    expect(setOf({ 'e.a.1': one, 'e.b.1': two }, { 'e.b.1': two, 'e.a.1': one })).toEqual({
      claims: [
        { attemptId: 'e.b.1', claim: two },
        { attemptId: 'e.a.1', claim: one },
      ],
    });
  });
});
