import type { ExecutionId, HookDeliveryView, PipelineId, ProjectId } from '@switchyard/contracts';
import { eventText, lookOfDecision, lookOfOutcome, reasonText } from './delivery-look.js';

const delivery = (more: Partial<HookDeliveryView>): HookDeliveryView => ({
  id: '01m84ywyccwh2egkrpyg85s86c',
  project: 'web' as ProjectId,
  door: 'github',
  at: '2026-11-27T09:00:00.000Z',
  event: 'push',
  actor: 'ann',
  outcome: 'skipped',
  pipelines: [],
  ...more,
});
const outcome = (name: string, reason?: string) => ({
  pipelineId: name as string as PipelineId,
  pipelineName: name,
  decision: 'skipped' as const,
  executionId: 'e' as string as ExecutionId,
  ...(reason === undefined ? {} : { reason }),
});

describe('a delivery in the journal', () => {
  it('says what came from where', () => {
    expect(eventText(delivery({}))).toBe('push');
    expect(eventText(delivery({ repository: 'org/web', branch: 'main' }))).toBe('push of org/web, main');
    expect(eventText(delivery({ repository: 'org/web', branch: 'main', tag: 'v1' }))).toBe('push of org/web, v1');
  });

  it('says why, by itself or by its pipelines', () => {
    expect(reasonText(delivery({ reason: 'no trigger' }))).toBe('no trigger');
    expect(reasonText(delivery({ pipelines: [outcome('a'), outcome('b', 'other branch'), outcome('c', 'off')] }))).toBe(
      'b: other branch (and 1 more)',
    );
    expect(reasonText(delivery({ pipelines: [outcome('a')] }))).toBe('');
  });

  it('looks as what became of it', () => {
    expect(lookOfOutcome.refused).toBe('failed');
    expect(lookOfDecision('started')).toBe('success');
    expect(lookOfDecision('skipped')).toBe('skipped');
    expect(lookOfDecision('refused')).toBe('failed');
  });
});
