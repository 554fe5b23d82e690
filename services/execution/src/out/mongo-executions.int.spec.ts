import { openStore, type Store } from '@switchyard/store';
import { aStage, aStep } from '@switchyard/testkit';
import { startTestStore } from '@switchyard/testkit/servers';
import type { Execution } from '../domain/execution.js';
import { alpha, attempt, beta, outcome, Story } from '../domain/decide.story.js';
import { MongoExecutions } from './mongo-executions.js';

describe('executions in the store', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let executions: MongoExecutions;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'execution' });
    executions = new MongoExecutions(store.connection);
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });
  afterEach(async () => {
    await store.connection.collection('executions').deleteMany({});
  });

  const begun = async () => {
    const story = new Story([aStage('all', [aStep('one'), aStep('two')], { parallel: true })]);
    const stands = () => story.execution as Execution;
    await executions.insert({ execution: stands(), outbox: [] });
    const does = async (work: () => unknown) => {
      const before = stands();
      work();
      return executions.replace(before, { execution: stands(), outbox: [] });
    };
    return { story, stands, does };
  };
  const found = async ({ view: { id } }: Execution) => (await executions.find(id))?.execution;

  it('are what they became, change by change', async () => {
    const { story, stands, does } = await begun();
    const adopted = { attemptId: attempt('two'), session: beta, nonce: `nonce-of-${alpha}-000` };
    const changes = [
      () => story.claim('two'),
      () => story.claim('one'),
      () => story.do({ type: 'adopt', ...adopted }),
      () => story.report('one'),
      () => story.do({ type: 'report', ...adopted, outcome: outcome() }),
    ];
    for (const change of changes) {
      expect(await does(change)).toBe(true);
      const stored = await found(stands());
      expect(stored).toEqual(stands());
      // Who changes it next names claims by their places.
      expect(Object.keys(stored?.claims ?? {})).toEqual(Object.keys(stands().claims));
    }
  });

  it('are left alone by who knows an older one', async () => {
    const { story, stands, does } = await begun();
    const older = stands();
    await does(() => story.claim('one'));
    expect(await executions.replace(older, { execution: stands(), outbox: [] })).toBe(false);
  });

  it('say of each change only what changed', async () => {
    const { story, stands, does } = await begun();
    await does(() => story.claim('one'));
    // What nobody changes here, nobody overwrites.
    const raw = store.connection.collection<{ _id: string }>('executions');
    await raw.updateOne({ _id: stands().view.id }, { $set: { 'claims.0.claim.seen': true, 'plan.seen': true } });
    await does(() => story.claim('two'));
    expect(await raw.findOne({ _id: stands().view.id })).toMatchObject({
      plan: { seen: true },
      claims: [{ attemptId: attempt('one'), claim: { seen: true } }, { attemptId: attempt('two') }],
    });
  });
});
