import { attemptIdOf, type SessionId, type StepId, type TriggerFacts } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { outcome } from '../domain/decide.story.js';
import { ClaimAttempt } from './claim-attempt.js';
import type { Crowds } from './crowds.js';
import { GiveSecrets } from './give-secrets.js';
import { SecretKeeper } from './ports.js';
import { aProcess, MemoryExecutions, StoryClock } from './engine.story.js';

const id = anExecutionId();
const by = { v: 1, session: 'first' as SessionId, nonce: 'nonce-of-the-first' } as const;
const attempt = (step: string) => attemptIdOf(id, step as StepId, 1);

type Reply = Awaited<ReturnType<SecretKeeper['seal']>>;

class FakeKeeper extends SecretKeeper {
  readonly asked: Parameters<SecretKeeper['seal']>[0][] = [];

  constructor(private readonly answer: Reply | Error) {
    super();
  }

  async seal(request: Parameters<SecretKeeper['seal']>[0]): Promise<Reply> {
    this.asked.push(request);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

const crowds = { isAlone: async () => true } as unknown as Crowds;
const keeper = new FakeKeeper(new Error('nobody asks for secrets'));

/** One whose only step asks for secrets. */
const askingForSecrets = async (answer: Reply | Error, trigger: Partial<TriggerFacts> = {}) => {
  const { writer } = aProcess(new MemoryExecutions());
  const secrets = new FakeKeeper(answer);
  const claiming = new ClaimAttempt(writer, new GiveSecrets(secrets), new StoryClock(), 90_000, crowds);
  const plan = aPlan([aStage('s', [aStep('a', { secrets: { TOKEN: 'npm.token' }, environmentName: 'production' })])]);
  const message = { v: 1 as const, executionId: id, plan, trigger: { ...aTrigger(), ...trigger } };
  await writer.submit(id, { type: 'create', message });
  const claim = (key: { sealingKey?: string } = { sealingKey: 'k'.repeat(43) }) =>
    claiming.run({ ...by, attemptId: attempt('a'), ...key });
  const step = async () => (await writer.known(id))?.view.steps[0];
  return { claim, step, asked: secrets.asked };
};

/** One whose first step has given these outputs, and whose second asks for `version`. */
const afterFirst = async (outputs: Record<string, string>) => {
  const { writer } = aProcess(new MemoryExecutions());
  const claiming = new ClaimAttempt(writer, new GiveSecrets(keeper), new StoryClock(), 90_000, crowds);
  const asking = aStep('b', {
    environment: { VERSION: '', KEPT: '${{ actor }}' },
    config: { command: 'echo "$VERSION"' },
    templates: { 'environment.VERSION': 'v${{ steps.a.outputs.version }}' },
  });
  const plan = aPlan([aStage('s', [aStep('a', { outputs: ['version'] }), asking])]);
  await writer.submit(id, { type: 'create', message: { v: 1, executionId: id, plan, trigger: aTrigger() } });
  await claiming.run({ ...by, attemptId: attempt('a') });
  await writer.submit(id, { type: 'report', ...by, attemptId: attempt('a'), outcome: outcome({ outputs }) });
  return { claiming, claim: () => claiming.run({ ...by, attemptId: attempt('b') }) };
};

describe('a claim', () => {
  it('gets what earlier steps gave, and the same again for the same nonce', async () => {
    const { claim } = await afterFirst({ version: '1.10' });
    const reply = await claim();
    expect(reply).toMatchObject({
      result: 'granted',
      grant: {
        environment: { VERSION: 'v1.10', KEPT: '${{ actor }}', YARD_ATTEMPT: attempt('b') },
        config: { command: 'echo "$VERSION"' },
      },
    });
    expect(await claim()).toEqual(reply);
  });

  it('is refused, now and later, where something was not given', async () => {
    const { claim, claiming } = await afterFirst({});
    expect(await claim()).toEqual({ result: 'refused', reason: 'not-running' });
    expect(await claim()).toEqual({ result: 'refused', reason: 'not-queued' });
    const other = { ...by, session: 'second' as SessionId, nonce: 'nonce-of-the-second' };
    expect(await claiming.run({ ...other, attemptId: attempt('b') })).toEqual({
      result: 'refused',
      reason: 'not-queued',
    });
  });
});

describe('a claim of a step that asks for secrets', () => {
  it('gets them sealed for its session, and the same again for the same nonce', async () => {
    const { claim, asked } = await askingForSecrets({ result: 'sealed', sealed: 'box' });
    expect(await claim()).toMatchObject({ result: 'granted', grant: { sealedSecrets: 'box' } });
    expect(await claim()).toMatchObject({ result: 'granted', grant: { sealedSecrets: 'box' } });
    expect(asked[0]).toMatchObject({
      attemptId: attempt('a'),
      environmentName: 'production',
      secrets: { TOKEN: 'npm.token' },
      sealingKey: 'k'.repeat(43),
    });
  });

  it.each([
    [{ result: 'missing', names: ['npm.token'] }, 'user', /environment production have no secret npm\.token/],
    [{ result: 'too-large', bytes: 200_000, most: 131_072 }, 'user', /200000 bytes, and 131072 is the most/],
    [{ result: 'unreadable', names: ['npm.token'] }, 'platform', /secret npm\.token cannot be opened/],
  ] as const)('ends before it starts when the answer is %j', async (answer, failure, reason) => {
    const { claim, step } = await askingForSecrets(answer as Reply);
    expect(await claim()).toEqual({ result: 'refused', reason: 'not-running' });
    const ended = await step();
    expect(ended?.status).toBe('failed');
    expect(ended?.attempts[0]).toMatchObject({ failure, reason: expect.stringMatching(reason) as string });
  });

  it('gets none in an execution of a pull request from a fork, and nobody is asked', async () => {
    const { claim, step, asked } = await askingForSecrets({ result: 'sealed', sealed: 'box' }, { fork: true });
    expect(await claim()).toEqual({ result: 'refused', reason: 'not-running' });
    expect((await step())?.attempts[0]).toMatchObject({
      failure: 'policy',
      reason: 'the step asks for the secret npm.token, and executions of pull requests from forks get none',
    });
    expect(asked).toEqual([]);
  });

  it('gets none without a key of its own', async () => {
    const { claim, step } = await askingForSecrets({ result: 'sealed', sealed: 'box' });
    expect(await claim({})).toEqual({ result: 'refused', reason: 'not-running' });
    expect((await step())?.attempts[0]?.failure).toBe('platform');
  });

  it('stays in line while nobody can be asked', async () => {
    const { claim, step } = await askingForSecrets(new Error('no answer'));
    await expect(claim()).rejects.toThrow('no answer');
    expect((await step())?.status).toBe('queued');
  });
});
