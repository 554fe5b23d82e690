import type { ExecutionId } from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';
import { filterOf } from './execution-filter.js';

const at = (time: string) => sortableId(Date.parse(time), new Uint8Array(16)) as ExecutionId;

describe('a list of executions', () => {
  it('wants all of them unless told otherwise', () => expect(filterOf({})).toEqual({}));

  it('finds a time by the ids, which begin with theirs, and keeps the nearer of two bounds', () => {
    const [monday, tuesday] = ['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z'] as const;
    expect(filterOf({ since: monday, until: tuesday })).toEqual({ _id: { $gte: at(monday), $lt: at(tuesday) } });
    expect(filterOf({ before: at(monday), until: tuesday })).toEqual({ _id: { $lt: at(monday) } });
    expect(filterOf({ until: '-271821-04-20T00:00:00Z' })).toEqual({ _id: { $lt: at('1970-01-01T00:00:00.000Z') } });
  });

  it('takes every sign of a text as it is', () => {
    const { $or } = filterOf({ text: '.*(a+)+$' }) as { $or: Record<string, RegExp>[] };
    const [name] = Object.values($or[0] ?? {});
    expect(name?.test('run .*(A+)+$')).toBe(true);
    expect(name?.test('run aaaa')).toBe(false);
  });

  it('compares names as they are', () =>
    expect(filterOf({ branch: '$where', author: 'ada' })).toEqual({
      'view.trigger.branch': { $eq: '$where' },
      'view.trigger.actor': { $eq: 'ada' },
    }));
});
