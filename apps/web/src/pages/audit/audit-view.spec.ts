import { chainText, changesOf, sinceTime } from './audit-view.js';

describe('what an audit shows', () => {
  it('is what changed, and nothing that stayed', () => {
    const before = { name: 'web', version: 1, enabled: true };
    const after = { name: 'web', version: 2, message: 'two\nlines', enabled: true };
    expect(changesOf({ before, after })).toBe('- version: 1\n+ version: 2\n+ message: two\nlines');
  });

  it('is all of what was made or is gone', () => {
    expect(changesOf({ after: { role: 'viewer' } })).toBe('+ role: viewer');
    expect(changesOf({ before: { role: 'viewer' } })).toBe('- role: viewer');
    expect(changesOf({})).toBe('');
    expect(changesOf({ before: null, after: 'text' })).toBe('- value: null\n+ value: text');
  });

  it('says how the chain is', () => {
    const last = { seq: 1234, hash: 'abcdef0123456789' };
    expect(chainText({ ok: true, records: 1_234, last })).toBe(
      'The chain is whole: 1,234 records, the last one abcdef012345…',
    );
    const broken = { seq: 4, reason: 'missing', message: 'record 4 is missing' };
    expect(chainText({ ok: false, records: 3, last, broken })).toContain('record 4 is missing');
  });

  it('begins at a whole minute', () => {
    const now = Date.parse('2026-11-27T09:10:42.000Z');
    expect(sinceTime('1h', now)).toBe('2026-11-27T08:10:00.000Z');
    expect(sinceTime('ever', now)).toBeUndefined();
    expect(sinceTime(undefined, now)).toBeUndefined();
  });
});
