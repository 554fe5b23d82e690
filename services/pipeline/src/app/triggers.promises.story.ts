import type { ProjectId } from '@switchyard/contracts';
import type { Delivery } from '../domain/triggers/delivery.js';
import { newId, project } from './pipelines.story.js';
import type { DeliveryJournal, Followings, Places, Schedules } from './ports.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
const aDelivery = (id: string, more: Partial<Delivery> = {}): Delivery => ({
  id,
  pipelineId: newId(),
  project,
  source: 'webhook',
  at: at(0),
  what: 'push to main',
  decision: 'accepted',
  environment: { 'A.B': '$x' },
  inputs: { a: '1' },
  ...more,
});

/** What every journal promises, the one in memory and the real one. */
export const promisesOfJournal = (open: () => DeliveryJournal): void => {
  it('takes what comes under one id once, also when it comes at once', async () => {
    const [first, second] = [aDelivery('once'), aDelivery('once', { what: 'other' })];
    const both = await Promise.all([open().add(first), open().add(second)]);
    const added = both.indexOf(undefined);
    expect(both[1 - added]).toEqual([first, second][added]);
    expect(await open().add(aDelivery('once'))).toEqual([first, second][added]);
  });

  it('gives back what is not settled, oldest first, and nothing that is young', async () => {
    const ids = ['old-2', 'old-1', 'old-3'];
    for (const id of ids) await open().add(aDelivery(id, { at: `2020-01-01T00:00:0${id.slice(-1)}.000Z` }));
    await open().settle('old-2', undefined);
    const left = await open().unsettled(Date.parse('2020-01-01T00:00:09.000Z'), 9);
    expect(left.map(({ id }) => id)).toEqual(['old-1', 'old-3']);
    expect(left[0]).toMatchObject({ environment: { 'A.B': '$x' }, inputs: { a: '1' } });
    expect(await open().unsettled(Date.parse('2020-01-01T00:00:03.000Z'), 9)).toHaveLength(1);
  });

  it('keeps how it was settled first', async () => {
    const pipelineId = newId();
    for (const id of ['s1', 's2', 's3']) await open().add(aDelivery(id, { pipelineId, at: at(Number(id.slice(1))) }));
    await open().settle('s1', undefined);
    await open().settle('s1', 'too late');
    await open().settle('s2', 'it cannot run');
    const { deliveries } = await open().list(pipelineId, undefined, 9);
    expect(deliveries.map(({ decision, reason }) => [decision, reason])).toEqual([
      ['accepted', undefined],
      ['refused', 'it cannot run'],
      ['started', undefined],
    ]);
  });

  it('lists those of one pipeline, newest first, page by page', async () => {
    const pipelineId = newId();
    for (const n of [3, 1, 2, 4, 2]) await open().add(aDelivery(`${pipelineId}${n}`, { pipelineId, at: at(n % 3) }));
    await open().add(aDelivery('of another'));
    const seen: string[] = [];
    for (let before: string | undefined, more = true; more;) {
      const page = await open().list(pipelineId, before, 1);
      seen.push(...page.deliveries.map(({ id }) => id.slice(-1)));
      before = page.next;
      more = before !== undefined;
    }
    expect(seen).toEqual(['2', '4', '1', '3']);
  });
};

export const promisesOfSchedules = (open: () => Schedules): void => {
  const row = (id: string, nextAt?: number) => ({
    id,
    cron: '0 3 * * *',
    timeZone: 'UTC',
    ...(nextAt === undefined ? {} : { nextAt }),
  });
  const due = async (now: number, owner: { id: string }) =>
    (await open().due(now, 1_000)).filter(({ pipelineId }) => pipelineId === owner.id);
  const anOwner = (version = 1) => ({ id: newId(), project, version });

  it('are due at their time, in the one row that stays through versions', async () => {
    const owner = anOwner();
    const [a, b, never] = [`${owner.id}.a`, `${owner.id}.b`, `${owner.id}.never`];
    await open().put(owner, [row(a, 100), row(b, 200), row(never)]);
    expect((await due(99, owner)).map(({ id }) => id)).toEqual([]);
    expect(await due(150, owner)).toEqual([{ ...row(a, 100), pipelineId: owner.id, project }]);
    await open().put({ ...owner, version: 2 }, [row(a, 999)]);
    expect(await due(1_000, owner)).toMatchObject([{ id: a, nextAt: 100 }]);
    expect(await open().next()).toBeLessThanOrEqual(100);
  });

  it('of an earlier version, put late, take nothing from a later one', async () => {
    const owner = anOwner(2);
    await open().put(owner, [row(`${owner.id}.new`, 100)]);
    await open().put({ ...owner, version: 1 }, [row(`${owner.id}.old`, 100)]);
    expect((await due(100, owner)).map(({ id }) => id)).toContain(`${owner.id}.new`);
  });

  it('have each tick taken by one of many, who releases it', async () => {
    const owner = anOwner();
    await open().put(owner, [row(`${owner.id}.x`, 100)]);
    const [schedule] = await due(100, owner);
    if (!schedule) throw new Error('not due');
    const tick = { at: 100, missed: 0 };
    const taken = await Promise.all(Array.from({ length: 10 }, () => open().take(schedule, tick, 200)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await due(50, owner)).toMatchObject([{ taken: tick, nextAt: 200 }]);
    expect(await open().next()).toBe(0);
    await open().release(schedule.id, { at: 99, missed: 0 });
    expect(await due(50, owner)).toHaveLength(1);
    await open().release(schedule.id, tick);
    expect(await due(50, owner)).toEqual([]);
    expect(await open().take(schedule, tick, 200)).toBe(false);
    expect(await due(200, owner)).toMatchObject([{ nextAt: 200 }]);
  });

  it('with a tick that was taken stay until it is released', async () => {
    const owner = anOwner();
    await open().put(owner, [row(`${owner.id}.y`, 100)]);
    const [schedule] = await due(100, owner);
    if (!schedule) throw new Error('not due');
    const tick = { at: 100, missed: 3, firstMissed: 40 };
    expect(await open().take(schedule, tick, undefined)).toBe(true);
    await open().put({ ...owner, version: 2 }, []);
    await open().remove(schedule.id);
    expect(await due(0, owner)).toEqual([{ ...row(schedule.id), pipelineId: owner.id, project, taken: tick }]);
    await open().release(schedule.id, tick);
    await open().remove(schedule.id);
    expect(await open().take(schedule, tick, 200)).toBe(false);
  });
};

export const promisesOfFollowings = (open: () => Followings): void => {
  it('say who waits for whom, since when first', async () => {
    const owner = { id: newId(), project: 'followed' as ProjectId, version: 1 };
    expect(await open().any(owner.project)).toBe(false);
    await open().put(owner, ['build', 'test'], 100);
    await open().put({ ...owner, version: 2 }, ['build'], 200);
    expect(await open().any(owner.project)).toBe(true);
    expect(await open().any()).toBe(true);
    expect(await open().of(owner.project, 'build')).toEqual([
      { pipelineId: owner.id, project: owner.project, follows: 'build', since: 100 },
    ]);
    expect(await open().of(owner.project, 'test')).toEqual([]);
    expect(await open().of(project, 'build')).toEqual([]);
    await open().put(owner, [], 300);
    expect(await open().of(owner.project, 'build')).toHaveLength(1);
  });
};

export const promisesOfPlaces = (open: () => Places): void => {
  it('never go back', async () => {
    expect(await open().read('here')).toBeUndefined();
    await open().write('here', 200);
    await open().write('here', 100);
    expect(await open().read('here')).toBe(200);
  });
};
