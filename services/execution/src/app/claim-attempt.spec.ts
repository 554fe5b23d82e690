import { attemptIdOf, type SessionId, type StepId } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { outcome } from '../domain/decide.story.js';
import { ClaimAttempt } from './claim-attempt.js';
import { aProcess, MemoryExecutions, StoryClock } from './engine.story.js';

const id = anExecutionId();
const by = { v: 1, session: 'first' as SessionId, nonce: 'nonce-of-the-first' } as const;
const attempt = (step: string) => attemptIdOf(id, step as StepId, 1);

/** One whose first step has given these outputs, and whose second asks for `version`. */
const afterFirst = async (outputs: Record<string, string>) => {
  const { writer } = aProcess(new MemoryExecutions());
  const claiming = new ClaimAttempt(writer, new StoryClock(), 90_000);
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
