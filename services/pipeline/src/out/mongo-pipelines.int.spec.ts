import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { promisesOf } from '../app/pipelines.promises.story.js';
import { fileOf, newId, project, surroundings, versionOf } from '../app/pipelines.story.js';
import { promisesOfTemplates } from '../app/templates.promises.story.js';
import type { Page } from '../app/ports.js';
import { MongoPipelines } from './mongo-pipelines.js';
import { MongoTemplates } from './mongo-templates.js';
import { filterOf, orderOf } from './pipeline-filter.js';

describe('pipelines in MongoDB', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let pipelines: MongoPipelines;
  let templates: MongoTemplates;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'pipeline' });
    pipelines = new MongoPipelines(store.connection);
    templates = new MongoTemplates(store.connection);
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  promisesOf(() => pipelines);
  describe('and their templates', () => promisesOfTemplates(() => templates));

  const kept = async (id: string) => {
    const rows = await store.connection
      .collection('pipelineVersions')
      .find({ pipelineId: id })
      .sort({ version: 1 })
      .toArray();
    return rows.map(({ version, yaml }) => [version as number, yaml as string] as const);
  };

  it('gives twenty changes at once twenty versions, each with its own text', async () => {
    const { applying } = surroundings(pipelines);
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

  describe('that an earlier program wrote', () => {
    const id = newId();
    beforeAll(async () => {
      const facts = { project: 'earlier', author: 'alice', createdAt: 'then', updatedAt: 'then' };
      const row = { _id: id, name: 'Of Before', version: 2, yaml: fileOf('Of Before'), ...facts };
      await store.connection.collection('pipelines').insertOne(row as never);
      const version = { _id: `${id}@1`, pipelineId: id, version: 1, yaml: 'a', author: 'alice', at: 'then' };
      await store.connection.collection('pipelineVersions').insertOne(version as never);
    });

    it('are found by a part of their name once the service has begun, and shown as they are', async () => {
      const wanted = { project: 'earlier' as typeof project, part: 'before', limit: 9 };
      expect(await pipelines.list(wanted)).toEqual([]);
      await pipelines.prepare();
      expect(await pipelines.list(wanted)).toMatchObject([{ id, name: 'Of Before' }]);
      expect(await pipelines.version(id, 1)).toMatchObject({ name: 'Of Before', yaml: 'a', includes: {} });
      const found = await pipelines.find(id);
      expect(found).toMatchObject({ version: 2, includes: {} });
      expect(found && (await pipelines.update(found, versionOf('b')))).toMatchObject({ version: 3 });
    });
  });

  describe('in lists', () => {
    /** What the store says it does for a list. */
    const explained = async (query: Omit<Page, 'limit'>) => {
      const sort = orderOf(query.sort) as Record<string, 1 | -1>;
      const found = store.connection.collection('pipelines').find(filterOf({ ...query, limit: 9 }) as never);
      return JSON.stringify(await found.sort(sort).explain());
    };

    it.each<[string, Omit<Page, 'limit'>, string]>([
      ['by name', {}, 'deletedAt_1_name_1__id_1'],
      ['by name of a project', { project }, 'deletedAt_1_project_1_name_1__id_1'],
      ['by time', { sort: 'updated' }, 'deletedAt_1_updatedAt_-1__id_-1'],
      ['by a part of the name', { part: 'web site' }, 'grams_1_deletedAt_1_project_1'],
      ['by a part of the name in a project', { part: 'web site', project }, 'grams_1_deletedAt_1_project_1'],
      ['by a part of the name, the dead too', { part: 'e', deleted: true }, 'grams_1_deletedAt_1_project_1'],
    ])('%s are found through an index', async (_what, query, index) => {
      expect(await explained(query)).toContain(index);
    });
  });
});
