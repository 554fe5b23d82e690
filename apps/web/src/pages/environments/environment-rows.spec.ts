import type { DeploymentView, ExecutionId, PipelineId, ProjectId, StepId } from '@switchyard/contracts';
import { environmentsOf, whatText } from './environment-rows.js';

const deployment = (execution: string, more: Partial<DeploymentView> = {}): DeploymentView => ({
  environment: 'production',
  project: 'web' as ProjectId,
  executionId: execution as ExecutionId,
  pipelineId: 'p' as string as PipelineId,
  pipelineName: 'web',
  pipelineVersion: 3,
  stepId: 'deploy' as StepId,
  stepName: 'deploy',
  status: 'success',
  actor: 'ann',
  createdAt: '2026-11-27T09:00:00.000Z',
  ...more,
});

describe('environments', () => {
  it('have what changed them last, and what is there now', () => {
    const [production, staging] = environmentsOf([
      deployment('e3', { status: 'failed' }),
      deployment('e2', { environment: 'staging' }),
      deployment('e2'),
      deployment('e1'),
    ]);
    expect(production).toMatchObject({
      name: 'production',
      newest: { executionId: 'e3' },
      live: { executionId: 'e2' },
    });
    expect(staging).toMatchObject({ name: 'staging', newest: { executionId: 'e2' }, live: { executionId: 'e2' } });
  });

  it('of one name in two projects are two', () => {
    const shop = 'shop' as ProjectId;
    expect(environmentsOf([deployment('e1'), deployment('e2', { project: shop })])).toHaveLength(2);
  });

  it('are changed by the later of two steps of one execution', () => {
    const two = [deployment('e1', { stepName: 'first' }), deployment('e1', { stepName: 'second', status: 'running' })];
    expect(environmentsOf(two)[0]).toMatchObject({ newest: { stepName: 'second' }, live: { stepName: 'first' } });
  });

  it('say what is there', () => {
    expect(whatText(deployment('e1'))).toBe('web 3');
    expect(whatText(deployment('e1', { branch: 'main', commit: 'a1b2c3d4e5' }))).toBe('web 3, main at a1b2c3d');
    expect(whatText(deployment('e1', { commit: 'a1b2c3d4e5' }))).toBe('web 3, at a1b2c3d');
  });
});
