import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionSummary, ExecutionView, StepView } from '@switchyard/contracts';
import { standingOf, standings } from './standing.js';

const step = (name: string, facts: Partial<StepView>) => ({ name, status: 'running', ...facts }) as StepView;
const view = (facts: Partial<ExecutionView>) => ({ status: 'running', steps: [], ...facts }) as ExecutionView;
const paused = { actor: 'ann', at: '2026-11-23T10:00:00.000Z' };
const held = step('ship', { status: 'waiting-approval', reason: 'waits for one more approval' });
const silent = step('build', { unreachable: true, reason: 'not heard of for 40 s' });

describe('where an execution stands', () => {
  it.each<[string, Partial<ExecutionView>, [string, string]]>([
    ['its status', { status: 'pending', reason: 'waits for the group' }, ['pending', 'waits for the group']],
    ['a pause', { paused, reason: 'paused by ann', steps: [held] }, ['paused', 'paused by ann']],
    ['an approval', { steps: [held, step('test', {})] }, ['waiting-approval', 'ship: waits for one more approval']],
    ['a silent connector', { steps: [held, silent] }, ['unreachable', 'build: not heard of for 40 s']],
    [
      'its end on the way',
      { paused, steps: [held], reason: 'being cancelled: no', cancelling: { actor: 'ann', reason: 'no' } },
      ['running', 'being cancelled: no'],
    ],
    ['its end', { status: 'failed', paused, reason: 'step a failed', steps: [held] }, ['failed', 'step a failed']],
  ])('is %s', (_, facts, [shown, why]) => expect(standingOf(view(facts))).toEqual({ shown, why }));

  it('is asked of those alone that have not ended, and of so many only', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => String(n) as ExecutionId);
    const asked: ExecutionId[] = [];
    const execution = (id: ExecutionId) => {
      asked.push(id);
      return Promise.resolve(view({ id, steps: [held] }));
    };
    const rows = ids.map((id, n) => ({ id, status: n < 2 ? 'failed' : 'running', reason: 'why' }) as ExecutionSummary);
    const found = await standings({ execution } as unknown as YardClient, rows);
    expect(asked).toEqual(ids.slice(2, 22));
    const words = ['0', '2', '29'].map(id => found.get(id as ExecutionId)?.shown);
    expect(words).toEqual(['failed', 'waiting-approval', 'running']);
  });
});
