import type { ExecutionId, ExecutionSummary } from '@switchyard/contracts';
import { executionTable } from './executions.js';
import { Screen } from './screen.story.js';

const row = (id: string, facts: Partial<ExecutionSummary> = {}): ExecutionSummary =>
  ({
    id,
    pipelineName: 'web',
    status: 'running',
    createdAt: '2026-11-23T10:00:00.000Z',
    trigger: { branch: 'main' },
    ...facts,
  }) as ExecutionSummary;
const now = Date.parse('2026-11-23T10:00:02.000Z');

describe('a table of executions', () => {
  const { terminal } = new Screen();

  it('says where each stands, why, and what it repeats', () => {
    const rerunOf = { executionId: 'a' as ExecutionId, from: 'failed' as const, actor: 'ann' };
    const standings = new Map([['b' as ExecutionId, { shown: 'waiting-approval' as const, why: 'ship: waits' }]]);
    expect(executionTable(terminal, [row('a'), row('b', { rerunOf })], standings, now)).toEqual([
      'execution  pipeline  status              created    time  branch  why',
      'a          web       ▸ running           2.0 s ago        main',
      'b          web       ? waiting-approval  2.0 s ago        main    repeats a; ship: waits',
    ]);
  });

  it('has no column for reasons where there are none', () => {
    expect(executionTable(terminal, [row('a')], new Map(), now)[0]).not.toContain('why');
  });
});
