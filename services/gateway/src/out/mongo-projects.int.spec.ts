import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { promisesOfProjects } from '../app/access/projects.promises.story.js';
import { MongoAdministrators } from './mongo-administrators.js';
import { MongoProjects } from './mongo-projects.js';

describe('projects in MongoDB', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let projects: MongoProjects;
  let administrators: MongoAdministrators;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'gateway' });
    projects = new MongoProjects(store);
    administrators = new MongoAdministrators(store);
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  promisesOfProjects(() => projects);

  it('knows administrators, however often it is told', async () => {
    expect(await administrators.has('ann')).toBe(false);
    await Promise.all([administrators.set('ann', true), administrators.set('ann', true)]);
    expect(await administrators.has('ann')).toBe(true);
    await administrators.set('ann', false);
    await administrators.set('ann', false);
    expect(await administrators.has('ann')).toBe(false);
  });
});
