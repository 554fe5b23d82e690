import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { ApplyPipeline } from '../app/apply-pipeline.js';
import { promisesOf } from '../app/pipelines.promises.story.js';
import { fileOf, newId, PlainParser, project, StandingClock, versionOf } from '../app/pipelines.story.js';
import { MongoPipelines } from './mongo-pipelines.js';

describe('pipelines in MongoDB', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let pipelines: MongoPipelines;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'pipeline' });
    pipelines = new MongoPipelines(store.connection);
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  promisesOf(() => pipelines);

  const kept = async (id: string) => {
    const rows = await store.connection
      .collection('pipelineVersions')
      .find({ pipelineId: id })
      .sort({ version: 1 })
      .toArray();
    return rows.map(({ version, yaml }) => [version as number, yaml as string] as const);
  };

  it('gives twenty changes at once twenty versions, each with its own text', async () => {
    const applying = new ApplyPipeline(pipelines, new PlainParser(), new StandingClock());
    const texts = Array.from({ length: 20 }, (_, n) => fileOf('contended', `echo ${n}`));
    const replies = await Promise.all(texts.map(yaml => applying.run({ v: 1, project, yaml, author: 'alice' })));
    const versions = replies.map(reply => (reply.result === 'invalid' ? 0 : reply.pipeline.version));
    expect([...versions].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    expect(replies.filter(({ result }) => result === 'created')).toHaveLength(1);
    const current = await pipelines.findByName(project, 'contended');
    const all = [...(await kept(current?.id ?? '')), [current?.version, current?.yaml] as const];
    expect(all).toEqual(texts.map((_, n) => [n + 1, texts[versions.indexOf(n + 1)]]));
  });

  it('keeps a version before another takes its place, also when the change then fails', async () => {
    const first = await pipelines.create(newId(), project, 'kept', versionOf('a'));
    if (!first) throw new Error('not created');
    expect(await kept(first.id)).toEqual([]);
    await pipelines.update({ ...first }, versionOf('b'));
    expect(await pipelines.update(first, versionOf('late'))).toBeUndefined();
    expect(await kept(first.id)).toEqual([[1, 'a']]);
  });

  it('creates nothing half when the name is taken', async () => {
    const [mine, late] = [newId(), newId()];
    await pipelines.create(mine, project, 'taken', versionOf('a'));
    expect(await pipelines.create(late, project, 'taken', versionOf('b'))).toBeUndefined();
    expect([await pipelines.find(late), await kept(late)]).toEqual([undefined, []]);
  });
});
