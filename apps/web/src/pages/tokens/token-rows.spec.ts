import { allScopes, daysProblem, scopesFor, standingOf } from './token-rows.js';

const now = Date.parse('2026-11-27T09:00:00.000Z');

describe('a token in a list', () => {
  it('is over, soon over, or good', () => {
    const at = (expiresAt: string) => standingOf({ expiresAt }, now);
    expect(at('2026-11-27T09:00:00.000Z')).toBe('over');
    expect(at('2026-12-03T09:00:00.000Z')).toBe('soon');
    expect(at('2027-02-25T09:00:00.000Z')).toBe('good');
  });
});

describe('a token to be made', () => {
  it('lives for 1 to 366 days', () => {
    expect(['1', '90', '366'].map(daysProblem)).toEqual([undefined, undefined, undefined]);
    for (const days of ['', '0', '367', '-1', '1.5', 'ten', '9999']) expect(daysProblem(days)).toContain('366');
  });

  it('is limited only to what its role may', () => {
    expect(scopesFor('viewer')).toContain('executions.read');
    expect(scopesFor('viewer')).not.toContain('executions.start');
    expect(scopesFor('owner')).toEqual(allScopes);
    expect(scopesFor(undefined)).toEqual(allScopes);
  });
});
