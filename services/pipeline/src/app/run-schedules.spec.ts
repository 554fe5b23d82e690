import { aModel, aSchedule, SetClock } from './triggers.story.js';
import { aProcess, applied, aStore } from './triggers-house.story.js';

const minute = 60_000;

const setUp = async (cron = 'every 5', at = Date.UTC(2026, 10, 23, 12, 2)) => {
  const store = aStore();
  const clock = new SetClock(at);
  const process = aProcess(store, clock);
  const id = await applied(store, process, aModel('nightly', [aSchedule(cron, 'Europe/Berlin', 'main')]));
  const run = async () => {
    await process.running.run();
    await process.taking.idle();
  };
  const journal = () => [...store.journal.rows.values()];
  return { store, clock, process, id, run, journal };
};

describe('a schedule', () => {
  it('starts nothing before its tick, and one execution at it, with what it is told', async () => {
    const { store, clock, run, id } = await setUp();
    await run();
    expect(store.executions.created).toEqual([]);
    clock.at += 3 * minute;
    await run();
    await run();
    expect(store.executions.created).toMatchObject([
      {
        trigger: {
          type: 'schedule',
          branch: 'main',
          tick: expect.stringMatching(new RegExp(`^${id}\\.[0-9a-f]{16}@2026-11-23T12:05Z$`)),
          actor: 'schedule every 5 (Europe/Berlin)',
        },
        plan: { stages: [{ steps: [{ environment: { YARD_TICK: expect.stringMatching(/12:05Z$/) } }] }] },
      },
    ]);
  });

  it('says when it is due next, before its tick and after it', async () => {
    const { clock, process } = await setUp();
    const first = Date.UTC(2026, 10, 23, 12, 5);
    expect(await process.running.run()).toBe(first);
    clock.at = first;
    expect(await process.running.run()).toBe(first + 5 * minute);
  });

  it('that is new wakes whoever waits for the next', async () => {
    const store = aStore();
    const process = aProcess(store);
    await applied(store, process, aModel('idle', []));
    expect(process.soon.isLively).toBe(false);
    await applied(store, process, aModel('nightly', [aSchedule('every 5')]));
    expect(process.soon.isLively).toBe(true);
  });

  it('whose tick is taken by another process is looked at again at once', async () => {
    const { store, clock, process } = await setUp();
    clock.at += 3 * minute;
    const [schedule] = await store.schedules.due(clock.at, 1);
    if (schedule) await store.schedules.take(schedule, { at: clock.at, missed: 0 }, clock.at + minute);
    const { release } = store.schedules;
    store.schedules.release = () => Promise.reject(new Error('away'));
    expect(await process.running.run()).toBe(0);
    store.schedules.release = release;
  });

  it('after a time in which nobody looked has one tick, and says how many passed', async () => {
    const { store, clock, run, journal } = await setUp();
    clock.at += 33 * minute;
    await run();
    expect(store.executions.created.map(({ trigger }) => trigger.tick?.slice(-17))).toEqual(['2026-11-23T12:35Z']);
    expect(journal().map(({ decision, reason }) => [decision, reason])).toEqual([
      ['skipped', '6 ticks passed while no scheduler ran, and the tick 2026-11-23T12:35Z stands for them'],
      ['started', undefined],
    ]);
  });

  it('counts no further than it must after a very long time', async () => {
    const { store, clock, run, journal } = await setUp();
    clock.at += 30 * 24 * 60 * minute;
    await run();
    expect(store.executions.created.map(({ trigger }) => trigger.tick?.slice(-17))).toEqual(['2026-12-23T12:00Z']);
    expect(journal()[0]?.reason).toMatch(/^200 or more ticks passed/);
  });

  it('that is in the next version too goes on where it was', async () => {
    const { store, clock, process, run } = await setUp();
    const before = [...store.schedules.rows.values()];
    clock.at += minute;
    await applied(store, process, aModel('nightly', [aSchedule('every 5', 'Europe/Berlin', 'main')], { inputs: [] }));
    expect([...store.schedules.rows.values()]).toEqual(before.map(row => ({ ...row, version: 2 })));
    clock.at += 3 * minute;
    await run();
    expect(store.executions.created).toHaveLength(1);
  });

  it('that the next version does not have, or of a pipeline that is disabled, starts nothing any more', async () => {
    const { store, clock, process, run, id } = await setUp();
    await applied(store, process, aModel('nightly', [aSchedule('every 7')]));
    clock.at += 4 * minute;
    await run();
    expect(store.executions.created).toEqual([]);
    const row = store.pipelines.rows.get(id);
    if (row) store.pipelines.rows.set(id, { ...row, disabled: { actor: 'alice', at: '' } });
    clock.at += 10 * minute;
    await run();
    expect([store.executions.created, store.schedules.rows.size]).toEqual([[], 0]);
  });

  it('of which a process died behind its version is found by the sweep', async () => {
    const { store, clock, process, run } = await setUp();
    store.schedules.rows.clear();
    await aProcess(store, clock).standing.sweep();
    expect(store.schedules.rows.size).toBe(1);
    await process.standing.sweep();
    clock.at += 5 * minute;
    await run();
    expect(store.executions.created).toHaveLength(1);
  });

  it('whose tick one process took before it died is finished by another', async () => {
    const { store, clock, run, journal } = await setUp();
    clock.at += 4 * minute;
    const dying = aProcess(store, clock);
    const { add } = store.journal;
    store.journal.add = () => Promise.reject(new Error('died'));
    await dying.running.run();
    expect(dying.troubles.noted).toEqual(['schedule not run yet: died']);
    store.journal.add = add;
    await run();
    expect(store.executions.created).toHaveLength(1);
    expect(journal()).toMatchObject([{ decision: 'started' }]);
    await run();
    expect(store.executions.created).toHaveLength(1);
  });

  it('whose execution could not be created waits in the journal, and is started by the sweep', async () => {
    const { store, clock, process, run, journal } = await setUp();
    clock.at += 4 * minute;
    const { create } = store.executions;
    store.executions.create = () => Promise.reject(new Error('away'));
    await run();
    expect(journal()).toMatchObject([{ decision: 'accepted' }]);
    store.executions.create = create;
    clock.at += 10_000;
    await process.taking.sweep();
    await process.taking.idle();
    expect(journal()).toMatchObject([{ decision: 'started' }]);
    expect(store.executions.created).toHaveLength(1);
  });
});
