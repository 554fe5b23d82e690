import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import type { NotifyTargetView, PipelineId, ProjectId } from '@switchyard/contracts';
import { MongoNotifications } from './mongo-notifications.js';
import { MongoNotifiers } from './mongo-notifiers.js';
import { MongoNotifyTargets } from './mongo-notify-targets.js';
import { aNotification } from './receivers.story.js';

const project = 'default' as ProjectId;
const target = { kind: 'webhook' as const, url: 'https://a.example', headers: { 'X-A.b': '$x' } };

describe('notifications in the store', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'notify', service: 'test' });
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  it('are added once, taken by one, and settled by who took them', async () => {
    const notifications = new MongoNotifications(store.connection);
    await store.ensureIndexes();
    const one = { ...aNotification(target), attempts: 0 };
    const added = await Promise.all(Array.from({ length: 50 }, () => notifications.add(one)));
    expect(added.filter(Boolean)).toHaveLength(1);
    const taken = await Promise.all(Array.from({ length: 50 }, () => notifications.take(one.id, 10, 20)));
    expect(taken.filter(Boolean)).toEqual([{ ...one, attempts: 1, dueAt: 20 }]);
    expect(await notifications.due(19, 10)).toEqual([]);
    expect(await notifications.next()).toBe(20);
    const again = await notifications.take(one.id, 20, 30);
    await notifications.settle({ id: one.id, attempts: 1 }, { state: 'dead', reason: 'late' });
    expect((await notifications.due(30, 10)).map(({ attempts }) => attempts)).toEqual([2]);
    await notifications.settle(again!, { state: 'sent', sentAt: 'now' });
    expect(await notifications.next()).toBeUndefined();
    expect([await notifications.due(100, 10), await notifications.has([one.id, 'x'])]).toEqual([[], true]);
    expect((await notifications.list(project, { limit: 10 })).notifications).toMatchObject([{ state: 'sent', target }]);
  });

  it('are listed page by page, newest first, by their state', async () => {
    const notifications = new MongoNotifications(store.connection);
    const other = 'other' as ProjectId;
    for (const n of [1, 2, 3]) {
      const row = aNotification(target, { project: other });
      await notifications.add({ ...row, id: `n${n}`, at: `2026-11-23T12:30:0${n}.000Z` });
    }
    await notifications.settle({ id: 'n2', attempts: 1 }, { state: 'dead', reason: 'no' });
    const first = await notifications.list(other, { limit: 2 });
    const second = await notifications.list(other, { limit: 2, ...(first.next ? { before: first.next } : {}) });
    expect([...first.notifications, ...second.notifications].map(({ id }) => id)).toEqual(['n3', 'n2', 'n1']);
    expect(second.next).toBeUndefined();
    expect((await notifications.list(other, { state: 'dead', limit: 2 })).notifications.map(({ id }) => id)).toEqual([
      'n2',
    ]);
  });

  it('know whom projects and pipelines have told', async () => {
    const [targets, notifiers] = [new MongoNotifyTargets(store.connection), new MongoNotifiers(store.connection)];
    const config = { url: 'https://a.example', headers: { '$a.b': 'c' } };
    const view: NotifyTargetView = {
      project,
      name: 'a',
      on: ['start'],
      target: 'webhook',
      config,
      author: 'x',
      at: 'y',
    };
    expect([await targets.put(view), await targets.put({ ...view, on: ['failure'] })]).toEqual([false, true]);
    expect(await targets.list(project)).toEqual([{ ...view, on: ['failure'] }]);
    expect([await targets.any(), await targets.any('none' as ProjectId)]).toEqual([true, false]);
    expect([await targets.remove(project, 'a'), await targets.remove(project, 'a')]).toMatchObject([
      { name: 'a' },
      undefined,
    ]);
    const owner = { id: 'p' as PipelineId, project, version: 2 };
    await notifiers.put(owner, true);
    await notifiers.put({ ...owner, version: 1 }, false);
    expect([await notifiers.any(project), await notifiers.any()]).toEqual([true, true]);
    await notifiers.put({ ...owner, version: 3 }, false);
    expect(await notifiers.any()).toBe(false);
  });
});
