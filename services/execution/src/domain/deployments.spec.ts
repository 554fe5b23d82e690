import { aStage, aStep } from '@switchyard/testkit';
import { Story } from './decide.story.js';
import { deploymentsOf, deploys } from './deployments.js';

const made = (steps: ReturnType<typeof aStep>[]) => {
  const { execution } = new Story([aStage('all', steps)]);
  if (!execution) throw new Error('it was created');
  return execution;
};

describe('deployments', () => {
  const steps = [
    aStep('build'),
    aStep('staging', { environmentName: 'staging' }),
    aStep('live', { environmentName: 'production' }),
  ];

  it('are the steps that name an environment, in their order', () => {
    const { view } = made(steps);
    expect(deploys(view)).toBe(true);
    expect(deploymentsOf(view).map(({ environment, stepName, status }) => [environment, stepName, status])).toEqual([
      ['staging', 'staging', 'waiting'],
      ['production', 'live', 'waiting'],
    ]);
    expect(deploymentsOf(view, 'production')).toMatchObject([{ stepId: 'live', executionId: view.id }]);
    expect(deploymentsOf(view, 'prod')).toEqual([]);
  });

  it('are none of an execution without', () => {
    const { view } = made([aStep('build')]);
    expect(deploys(view)).toBe(false);
    expect(deploymentsOf(view)).toEqual([]);
  });
});
