import type { ExecutionId, OnFull } from '@switchyard/contracts';
import fc from 'fast-check';
import { admit, type Member } from './admission.js';

const member = (id: string, over: Partial<Omit<Member, 'id'>> = {}): Member => ({
  id: id as ExecutionId,
  admitted: false,
  limit: 1,
  onFull: 'queue',
  ...over,
});
const ids = (...all: string[]) => all as ExecutionId[];

describe('a concurrency group', () => {
  it('lets the oldest in, as many as its limit says', () => {
    const two = { limit: 2 };
    expect(admit([member('a', two), member('b', two), member('c', two)], [])).toEqual({
      holders: ids('a', 'b'),
      superseded: [],
    });
  });

  it('lets nobody overtake the one at the head of the line', () => {
    const members = [member('a', { admitted: true }), member('b'), member('c', { limit: 5 })];
    expect(admit(members, ids('a')).holders).toEqual(ids('a'));
  });

  it('forgets those that have ended, and remembers those it let in who do not know yet', () => {
    expect(admit([member('b'), member('c')], ids('a', 'b')).holders).toEqual(ids('b'));
  });

  it('makes older ones go for the newest, where that one says so', () => {
    const members = [member('a', { admitted: true }), member('b'), member('c', { onFull: 'cancel-oldest' })];
    expect(admit(members, ids('a')).superseded).toEqual([
      { id: 'a', by: 'c' },
      { id: 'b', by: 'c' },
    ]);
  });

  it('never has more in than the limit, drops nobody, and stays as it is when asked again', () => {
    const members = fc
      .array(
        fc.record({ limit: fc.integer({ min: 1, max: 4 }), onFull: fc.constantFrom<OnFull>('queue', 'cancel-oldest') }),
        { maxLength: 12 },
      )
      .map(all => all.map((one, index) => member(String(index).padStart(2, '0'), one)));
    fc.assert(
      fc.property(members, all => {
        const { holders, superseded } = admit(all, []);
        const most = Math.max(0, ...all.map(one => one.limit));
        expect(holders.length).toBeLessThanOrEqual(most);
        expect(holders.length > 0 || all.length === 0).toBe(true);
        const oldest = all.slice(0, holders.length).map(one => one.id);
        expect(holders).toEqual(oldest);
        if (all.every(one => one.onFull === 'queue')) expect(superseded).toEqual([]);
        expect(admit(all, holders).holders).toEqual(holders);
      }),
    );
  });
});
