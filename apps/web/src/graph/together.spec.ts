import { aView } from './a-view.story.js';
import { countsOf, togetherOf } from './together.js';

const stepsOf = (...statuses: string[]) =>
  aView([{ id: 's', steps: statuses.map((status, n) => ({ id: `s${n}`, status: status as 'queued' })) }]);

describe('several steps', () => {
  it.each([
    [['success', 'success'], 'success'],
    [['success', 'skipped'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['success', 'queued', 'waiting'], 'running'],
    [['queued', 'waiting'], 'queued'],
    [['running', 'success'], 'running'],
    [['running', 'failed'], 'failed'],
    [['success', 'cancelled'], 'cancelled'],
    [[], 'waiting'],
  ])('%j are together %s', (statuses, together) => {
    expect(togetherOf(stepsOf(...statuses).steps)).toBe(together);
  });

  it('are counted by status, the worst first', () => {
    expect(countsOf(stepsOf('success', 'failed', 'success', 'running').steps)).toEqual([
      { status: 'failed', count: 1 },
      { status: 'running', count: 1 },
      { status: 'success', count: 2 },
    ]);
  });
});
