import { attemptIdOf, type SessionId, type StepId } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { AdoptAttempts } from './adopt-attempts.js';
import { aProcess, MemoryExecutions } from './engine.story.js';
import { type LogChunk, Logs } from './ports.js';
import { StoreLogs } from './store-logs.js';

const id = anExecutionId();
const [one, two] = ['one', 'two'].map(step => attemptIdOf(id, step as StepId, 1)) as [never, never];
const [before, after] = ['before', 'after'] as SessionId[] as [SessionId, SessionId];

/** Output as bytes of the letter x. */
class Lengths extends Logs {
  constructor(private readonly ends: Record<string, number>) {
    super();
  }
  async append(): Promise<void> {
    throw new Error('nothing is written here');
  }
  async read(): Promise<LogChunk[]> {
    return [];
  }
  async contiguousFrom(attemptId: string, from: number): Promise<number> {
    return this.ends[attemptId] ?? from;
  }
}

describe('adopting attempts', () => {
  it('says of each that is kept how much of its output is stored without a gap, and nothing of the others', async () => {
    const { writer } = aProcess(new MemoryExecutions());
    const plan = aPlan([aStage('all', [aStep('one'), aStep('two')], { parallel: true })]);
    await writer.submit(id, { type: 'create', message: { v: 1, executionId: id, plan, trigger: aTrigger() } });
    for (const attemptId of [one, two])
      await writer.submit(id, { type: 'claim', attemptId, session: before, nonce: 'nonce-of-the-first' });
    const adopting = new AdoptAttempts(writer, new StoreLogs(new Lengths({ [one]: 4_096, [two]: 7 })));
    const attempts = [
      { attemptId: one, nonce: 'nonce-of-the-first' },
      { attemptId: two, nonce: 'nonce-of-another' },
    ];
    const reply = await adopting.run({ v: 1, session: after, connector: 'shell', attempts });
    expect(reply).toEqual({ kept: [one], fenced: [two], logStored: { [one]: 4_096 } });
  });
});
