import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionView, StepView } from '@switchyard/contracts';
import { executionNamed, stepNamed } from './named.js';

const id = '01j00000000000000000000000' as ExecutionId;
const withSteps = (...steps: [string, string][]): Pick<ExecutionView, 'id' | 'steps'> => ({
  id,
  steps: steps.map(([stepId, name]) => ({ id: stepId, name }) as StepView),
});

describe('a name of an execution', () => {
  const clientWith = (...ids: ExecutionId[]) =>
    ({ executions: () => Promise.resolve({ executions: ids.map(one => ({ id: one })) }) }) as unknown as YardClient;

  it('is its id, or "last" for the newest', async () => {
    expect(await executionNamed(clientWith(), id)).toBe(id);
    expect(await executionNamed(clientWith(id), 'last')).toBe(id);
  });

  it('names nothing where nothing has run', async () => {
    await expect(executionNamed(clientWith(), 'last')).rejects.toMatchObject({ code: 2 });
  });
});

describe('a name of a step', () => {
  const execution = withSteps(['deploy-eu', 'Deploy'], ['deploy-us', 'Deploy'], ['test', 'Run all tests']);

  it('is its id, or what it is called', () => {
    expect(stepNamed(execution, 'deploy-us').id).toBe('deploy-us');
    expect(stepNamed(execution, 'Run all tests').id).toBe('test');
  });

  it('is told from others that are called the same by its id', () => {
    expect(() => stepNamed(execution, 'Deploy')).toThrow(
      expect.objectContaining({ message: '2 steps are called Deploy', suggestions: ['it has: deploy-eu, deploy-us'] }),
    );
  });

  it('that is unknown is answered with those there are, within reason', () => {
    const many = withSteps(...Array.from({ length: 25 }, (_, n): [string, string] => [`s-${n}`, `s ${n}`]));
    expect(() => stepNamed(many, 'deploi')).toThrow(
      expect.objectContaining({
        message: `${id} has no step deploi`,
        suggestions: [expect.stringMatching(/^it has: s-0, .*s-19, and 5 more$/)],
      }),
    );
  });
});
