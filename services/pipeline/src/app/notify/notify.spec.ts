import type { NotifyTargetView } from '@switchyard/contracts';
import type { NotificationModel } from '@switchyard/pipeline-file';
import { mostAttempts } from '../../domain/notify/notification.js';
import { project } from '../pipelines.story.js';
import { KeptNotifiers, KeptNotifyTargets } from '../kept-standing.js';
import { KeepNotifyTargets } from './keep-notify-targets.js';
import { setUp, trouble } from './notify.story.js';

const config = { url: 'https://a.example/x', secret: 'hook' };
const onFailure: NotificationModel = { on: 'failure', target: 'webhook', config };
const ofProject = (more: Partial<NotifyTargetView> = {}): NotifyTargetView => ({
  project,
  name: 'chat',
  on: ['start', 'failure'],
  target: 'webhook',
  config,
  author: 'alice',
  at: '2026-11-23T12:00:00.000Z',
  ...more,
});

describe('a moment of an execution', () => {
  it('is told to those whom the file names for it, and to nobody else', async () => {
    const { following, sending, sender, happens, rows } = await setUp([onFailure]);
    for (const status of ['running', 'success', 'failed', 'timeout', 'cancelled'] as const)
      await following.handle(happens(status));
    await sending.idle();
    expect(rows().map(({ facts, state }) => `${facts.status} ${state}`)).toEqual([
      'failed sent',
      'timeout sent',
      'cancelled sent',
    ]);
    expect(sender.sent.map(({ secret }) => secret)).toEqual(Array(3).fill('value of hook'));
  });

  it('is told once, however many processes hear of it, and however often', async () => {
    const { process, sender, store, happens } = await setUp([onFailure]);
    await store.targets.put(ofProject());
    const moment = happens('failed');
    const processes = Array.from({ length: 5 }, process);
    await Promise.all(processes.flatMap(({ following }) => [following.handle(moment), following.handle(moment)]));
    await Promise.all(processes.map(({ following }) => following.sweep()));
    await Promise.all(processes.map(({ sending }) => sending.sweep()));
    await Promise.all(processes.map(({ sending }) => sending.idle()));
    // The file and the project name the same target.
    expect(sender.sent).toHaveLength(1);
  });

  it('is told to those whom the project names, unless it was before they were named', async () => {
    const { following, sending, store, happens, rows } = await setUp();
    await store.targets.put(ofProject());
    await store.targets.put(
      ofProject({ name: 'late', at: '2026-11-23T13:00:00.000Z', config: { url: 'https://b.example' } }),
    );
    await following.handle(happens('running'));
    await following.handle(happens('success'));
    await sending.idle();
    expect(rows().map(({ facts, state }) => `${facts.moment} ${state}`)).toEqual(['start sent']);
  });

  it('is told to those who asked another process a moment ago, by the sweep', async () => {
    const { process, sending, store, clock, happens, rows } = await setUp();
    const [targets, notifiers] = [
      new KeptNotifyTargets(store.targets, clock),
      new KeptNotifiers(store.notifiers, clock),
    ];
    const { following } = process({ ...store, targets, notifiers });
    await following.sweep();
    await store.targets.put(ofProject());
    const moment = happens('failed');
    await following.handle(moment);
    expect(rows()).toEqual([]);
    clock.at += 1_000;
    await following.sweep();
    await sending.idle();
    expect(rows().map(({ facts }) => facts.moment)).toEqual(['failure']);
  });

  it('says when it is tried again, and wakes whoever waits for that', async () => {
    const { following, sending, sender, soon, clock, happens } = await setUp([onFailure]);
    expect(await sending.sweep()).toBeUndefined();
    sender.failure = trouble(true);
    await following.handle(happens('failed'));
    expect(soon.isLively).toBe(false);
    await sending.idle();
    expect(soon.isLively).toBe(true);
    expect(await sending.sweep()).toBe(clock.at + 1_000);
  });

  it('that nobody was told of is found by the sweep', async () => {
    const { following, sending, sender, happens } = await setUp([onFailure]);
    await following.sweep();
    happens('failed');
    await following.sweep();
    await following.sweep();
    await sending.idle();
    expect(sender.sent).toHaveLength(1);
  });
});

describe('a notification', () => {
  it('is tried again with longer waits, and is dead with the reason after the last', async () => {
    const { following, sending, sender, clock, happens, rows } = await setUp([onFailure]);
    sender.failure = trouble(true);
    await following.handle(happens('failed'));
    await sending.idle();
    const waits: number[] = [];
    for (let row = rows()[0]; row?.state === 'waiting'; row = rows()[0]) {
      waits.push(row.dueAt - clock.at);
      clock.at = row.dueAt - 1;
      await sending.sweep();
      await sending.idle();
      expect(rows()[0]?.attempts).toBe(waits.length);
      clock.at += 1;
      await sending.sweep();
      await sending.idle();
    }
    expect(waits).toEqual([1, 3, 9, 27, 81, 243, 729].map(seconds => seconds * 1_000));
    expect(rows()[0]).toMatchObject({
      state: 'dead',
      attempts: mostAttempts,
      reason: `tried ${mostAttempts} times: a.example answered with 503`,
    });
  });

  it('that is refused for good, or lacks its secret, is dead at once', async () => {
    const missing: NotificationModel = { ...onFailure, config: { ...config, secret: 'missing' } };
    const { following, sending, sender, happens, rows } = await setUp([onFailure, missing]);
    sender.failure = trouble(false);
    await following.handle(happens('failed'));
    await sending.idle();
    expect(rows().map(({ state, attempts, reason }) => [state, attempts, reason])).toEqual([
      ['dead', 1, 'a.example answered with 503'],
      ['dead', 1, 'project default has no secret missing that can be read'],
    ]);
  });

  it('whose process died is taken up by another, once', async () => {
    const { following, process, sending, sender, store, clock, happens, rows } = await setUp([onFailure]);
    sender.failure = trouble(true);
    await following.handle(happens('failed'));
    await sending.idle();
    const row = rows()[0];
    clock.at = row?.dueAt ?? 0;
    await store.notifications.take(row?.id ?? '', clock.at, clock.at + 60_000);
    sender.failure = undefined;
    const others = [process(), process()];
    const sweep = async () => {
      await Promise.all(others.map(one => one.sending.sweep()));
      await Promise.all(others.map(one => one.sending.idle()));
    };
    await sweep();
    expect(sender.sent).toHaveLength(0);
    clock.at += 60_000;
    await sweep();
    expect([sender.sent.length, rows()[0]?.state, rows()[0]?.attempts]).toEqual([1, 'sent', 3]);
  });

  it('of a start does not hide the end of the execution at GitHub', async () => {
    const github = (on: 'start' | 'success'): NotificationModel => ({ on, target: 'github', config: {} });
    const { following, sending, sender, clock, happens, rows } = await setUp([github('start'), github('success')]);
    sender.failure = trouble(true);
    const start = happens('running');
    await following.handle(start);
    await sending.idle();
    sender.failure = undefined;
    await following.handle(happens('success', start.execution));
    await sending.idle();
    clock.at += 3_600_000;
    await sending.sweep();
    await sending.idle();
    expect(rows().map(({ facts, state, reason }) => [facts.moment, state, reason])).toEqual([
      ['start', 'dead', 'the execution has ended since'],
      ['success', 'sent', undefined],
    ]);
  });
});

describe('whom a project has told', () => {
  it('is checked, bounded, and changed by its name', async () => {
    const { store, clock } = await setUp();
    const keeping = new KeepNotifyTargets(store.targets, store.notifications, clock);
    const put = (name: string, given: Record<string, unknown> = config) =>
      keeping.put({ v: 1, project, name, on: ['failure'], target: 'webhook', config: given, actor: 'alice' });
    expect(await put('a')).toMatchObject({ result: 'created', target: { name: 'a', author: 'alice' } });
    expect(await put('a')).toMatchObject({ result: 'updated' });
    expect(await put('b', { url: 'x' })).toMatchObject({
      result: 'bad-config',
      message: expect.stringContaining('url'),
    });
    expect(await put('b', { ...config, x: 'y'.repeat(9_000) })).toMatchObject({ result: 'bad-config' });
    for (let n = 1; n < 50; n += 1) await put(`n${n}`);
    expect([await put('more'), (await put('a')).result]).toEqual([{ result: 'too-many', most: 50 }, 'updated']);
    expect([(await keeping.remove(project, 'a')).result, (await keeping.remove(project, 'a')).result]).toEqual([
      'deleted',
      'missing',
    ]);
  });
});
