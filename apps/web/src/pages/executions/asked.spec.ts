import type { ExecutionId } from '@switchyard/contracts';
import { askedOf, concerns, isFiltered, isFirstPage, subjectOf } from './asked.js';

describe('a list of executions', () => {
  it('asks for what its address says, and leaves out what is nothing', () => {
    expect(askedOf({ status: 'failed', branch: 'main', text: '', project: 'shop', tab: 'x' })).toEqual({
      status: 'failed',
      branch: 'main',
      project: 'shop',
      limit: 50,
    });
    expect(askedOf({ status: '{"$ne":1}', trigger: 'nothing' })).toEqual({ limit: 50 });
  });

  it('knows whether it is narrowed, and whether new ones belong to it', () => {
    expect([isFiltered({ project: 'shop' }), isFiltered({ author: 'ann' })]).toEqual([false, true]);
    expect([isFirstPage({}), isFirstPage({ before: 'x' }), isFirstPage({ after: 'x' })]).toEqual([true, false, false]);
  });

  it('is asked for anew when one of it changes, or one begins', () => {
    const [mine, other] = ['a', 'b'] as ExecutionId[];
    const event = (type: 'execution.created' | 'execution.finished' | 'step.started', id = mine) => ({
      type,
      data: { executionId: id ?? ('' as ExecutionId) },
    });
    const shown = [{ id: mine ?? ('' as ExecutionId) }];
    expect(concerns(event('execution.finished'), shown, false)).toBe(true);
    expect(concerns(event('execution.finished', other), shown, true)).toBe(false);
    expect(concerns(event('execution.created', other), shown, true)).toBe(true);
    expect(concerns(event('execution.created', other), shown, false)).toBe(false);
    expect(concerns(event('step.started'), shown, true)).toBe(false);
  });

  it('says in one line what each ran for', () => {
    const facts = { type: 'git_push', actor: 'ann', at: 'now' } as const;
    expect(subjectOf({ ...facts, branch: 'main', commit: 'c0ffee00badc0de' })).toBe('main · c0ffee00');
    expect(subjectOf({ ...facts, title: 'Mend it', pullRequest: 7, branch: 'fix' })).toBe('#7 · Mend it · fix');
    expect(subjectOf(facts)).toBe('');
  });
});
