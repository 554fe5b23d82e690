import type { Bus } from '@switchyard/bus';
import { eventSubject, type PipelineId, pipelineEventSubject, type PipelineEvent } from '@switchyard/contracts';
import { LocalCache, openStore, type Store } from '@switchyard/store';
import { startTestStore, TestBus } from '@switchyard/testkit/servers';
import { CurrentPipelines, oldestMs } from '../app/current-pipelines.js';
import { fileOf, PlainParser, project, StandingClock } from '../app/pipelines.story.js';
import { listenToNews } from './pipeline-news.listener.js';
import { MongoPipelines } from '../out/mongo-pipelines.js';
import { partsOf } from '../parts.js';

describe('two replicas of the pipeline service', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let bus: TestBus;
  const stores: Store[] = [];
  beforeAll(async () => {
    [server, bus] = await Promise.all([startTestStore(), TestBus.start()]);
    await replica();
    await stores[0]?.ensureIndexes();
  });
  afterAll(async () => {
    await bus.stop();
    await Promise.all(stores.map(store => store.close()));
    await server.stop();
  });

  const open = async () => {
    const store = await openStore({ uri: server.uri, database: 'switchyard', service: 'pipeline' });
    stores.push(store);
    return store;
  };
  const replica = async () => {
    const [store, own] = [await open(), await bus.as('pipeline')];
    return { own, parts: partsOf(own, store, new LocalCache(), new PlainParser()) };
  };
  /** One whose clock stands still, so that only news makes it forget. */
  const listener = async () => {
    const [store, own, clock] = [await open(), await bus.as('pipeline'), new StandingClock()];
    const current = new CurrentPipelines(new MongoPipelines(store.connection), clock);
    return { own, clock, current };
  };
  const applied = async ({ parts }: Awaited<ReturnType<typeof replica>>, name: string, command: string) => {
    const reply = await parts.applying.run({ v: 1, project, yaml: fileOf(name, command), author: 'alice' });
    if (reply.result === 'invalid') throw new Error('not applied');
    return reply.pipeline.id;
  };
  /** When all that was said on the bus before has arrived. */
  const heard = async (...buses: Bus[]) => {
    for (const one of buses) await one.rtt();
  };

  it('both know of each change at once', async () => {
    const writer = await replica();
    const { own, current } = await listener();
    const news = listenToNews(own, current);
    await heard(own);
    const id = await applied(writer, 'shared', 'one');
    expect(await current.find(id)).toMatchObject({ version: 1 });
    await applied(writer, 'shared', 'two');
    await heard(writer.own, own);
    expect(await current.find(id)).toMatchObject({ version: 2 });
    await writer.parts.marking.switch({ v: 1, pipelineId: id, actor: 'bob', enabled: false });
    await heard(writer.own, own);
    expect(await current.find(id)).toMatchObject({ disabled: { actor: 'bob' } });
    await writer.parts.marking.remove({ v: 1, pipelineId: id, actor: 'bob' });
    await heard(writer.own, own);
    expect(await current.find(id)).toMatchObject({ deleted: { actor: 'bob' } });
    news.stop();
  });

  it('know of it after five seconds when every message was lost', async () => {
    const writer = await replica();
    const { clock, current } = await listener();
    const id = await applied(writer, 'unheard', 'one');
    await current.find(id);
    await applied(writer, 'unheard', 'two');
    expect(await current.find(id)).toMatchObject({ version: 1 });
    clock.passed = oldestMs;
    expect(await current.find(id)).toMatchObject({ version: 2 });
  });

  it('forget everything when the news cannot be read', async () => {
    const writer = await replica();
    const { own, current } = await listener();
    const id = await applied(writer, 'garbled', 'one');
    await current.find(id);
    await applied(writer, 'garbled', 'two');
    const news = listenToNews(own, current);
    await heard(own);
    for (const garbage of [{}, { subject: 7 }, new TextEncoder().encode('null'), new TextEncoder().encode('no json')])
      writer.own.publish(pipelineEventSubject(project, 'x' as PipelineId), garbage);
    await heard(writer.own, own);
    expect(await current.find(id)).toMatchObject({ version: 2 });
    news.stop();
  });

  it('tell anyone who may watch, and nothing else', async () => {
    const [writer, observer, pipeline] = [await replica(), await bus.as('observer'), await bus.as('pipeline')];
    const seen: PipelineEvent[] = [];
    observer.subscribe('yard.evt.>', message => seen.push(message.json<PipelineEvent>()));
    await heard(observer);
    const id = await applied(writer, 'watched', 'one');
    pipeline.publish(eventSubject(project, id as never, 'execution.finished'), { forged: true });
    await heard(writer.own, pipeline, observer);
    expect(seen).toMatchObject([
      {
        specversion: '1.0',
        source: '/switchyard/pipeline',
        type: 'pipeline.changed',
        subject: id,
        data: { v: 1, project, pipelineId: id, name: 'watched', version: 1, change: 'created', actor: 'alice' },
      },
    ]);
  });
});
