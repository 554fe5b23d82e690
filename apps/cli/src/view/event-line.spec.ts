import type { EventType, YardEvent } from '@switchyard/contracts';
import { eventLine, eventWords } from './event-line.js';
import { Screen } from './screen.story.js';

const event = (type: EventType, data: object): YardEvent =>
  ({
    type,
    time: '2026-11-23T10:00:00.000Z',
    data: { executionId: 'the-id', rev: 7, ...data },
  }) as unknown as YardEvent;
const trigger = { type: 'manual', actor: 'ann' };

describe('a line of the feed', () => {
  const { terminal } = new Screen();

  it('has when, of what, what it is and what it says, in columns', () => {
    const lines = [
      event('execution.started', {}),
      event('step.finished', { stepId: 'build', n: 1, status: 'failed', reason: 'exit code 2' }),
      event('step.skipped', { stepId: 'a-step-with-a-long-id', status: 'skipped', reason: 'no' }),
    ].map(one => eventLine(terminal, one));
    expect(lines).toEqual([
      '2026-11-23T10:00:00.000Z  the-id                    execution.started',
      '2026-11-23T10:00:00.000Z  the-id  build             step.finished         failed: exit code 2',
      '2026-11-23T10:00:00.000Z  the-id  a-step-with-a-long-id  step.skipped          skipped: no',
    ]);
  });

  it.each<[EventType, object, string]>([
    [
      'execution.created',
      { execution: { pipelineName: 'web', pipelineVersion: 3, trigger, rerunOf: { executionId: 'first' } } },
      'web version 3, manual by ann, repeats first',
    ],
    ['execution.admitted', { group: 'deploy' }, 'by concurrency group deploy'],
    ['execution.paused', { actor: 'ann', reason: 'freeze' }, 'by ann: freeze'],
    ['execution.resumed', { actor: 'ann' }, 'by ann'],
    ['execution.cancelling', { actor: 'ann', reason: 'no', force: true }, 'by ann: no, clean-up steps too'],
    ['execution.finished', { status: 'success' }, 'success'],
    ['stage.started', { stageId: 'check' }, 'check'],
    ['stage.finished', { stageId: 'check', status: 'failed' }, 'check: failed'],
    ['step.held', { stepId: 'a', by: [], quorum: 2 }, 'waits for 2 approvals'],
    ['step.reviewed', { stepId: 'a', actor: 'bob', verdict: 'reject', comment: 'no' }, 'rejected by bob: no'],
    ['step.queued', { stepId: 'a', n: 1, connector: 'shell', pool: 'default' }, 'attempt 1, for pool shell/default'],
    ['step.started', { stepId: 'a', n: 1 }, 'attempt 1'],
    [
      'step.published',
      { stepId: 'a', n: 1, ports: [{ name: 'http', address: '127.0.0.1', port: 49_153 }] },
      'http → 127.0.0.1:49153',
    ],
    ['step.adopted', { stepId: 'a', n: 1 }, 'attempt 1, by another session of its connector'],
    ['step.stopping', { stepId: 'a', n: 1, reason: 'step b ended with failed' }, 'attempt 1: step b ended with failed'],
    ['step.retrying', { stepId: 'a', n: 1, reason: 'lost', retryAt: 'noon' }, 'attempt 2 at noon: lost'],
    ['step.retrying', { stepId: 'a', n: 1, retryAt: 'noon', movedTo: 'shell' }, 'attempt 2 on shell'],
    [
      'step.finished',
      { status: 'success', startedAt: '2026-11-23T10:00:00.000Z', finishedAt: '2026-11-23T10:00:01.200Z' },
      'success (1.2 s)',
    ],
  ])('of %s says what it is about', (type, data, said) => expect(eventWords(event(type, data))).toBe(said));

  it('gives nobody power over the terminal, and stands what it does not know', () => {
    const evil = '\x1b]0;owned\x07\x1b[2Jann\nbob';
    expect(eventWords(event('execution.paused', { actor: evil, reason: evil }))).toBe('by ann bob: ann bob');
    expect(eventWords(event('step.moved' as EventType, { stepId: 'a' }))).toBe('');
  });
});
