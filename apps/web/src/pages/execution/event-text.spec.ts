import { eventTypes, type YardEvent } from '@switchyard/contracts';
import { aView } from '../../graph/a-view.story.js';
import { eventText } from './event-text.js';

const view = aView([{ id: 'build', steps: [{ id: 'compile-1', name: 'compile' }] }]);
const says = (type: string, data: object) => eventText({ type, data } as unknown as YardEvent, view);

describe('events in words', () => {
  it.each([
    [
      'step.finished',
      { stepId: 'compile-1', n: 2, status: 'failed', reason: 'exit code 3' },
      'compile ended: failed: exit code 3 (attempt 2)',
    ],
    [
      'step.queued',
      { stepId: 'compile-1', n: 1, connector: 'shell', pool: 'default' },
      'compile was queued for shell/default',
    ],
    [
      'step.reviewed',
      { stepId: 'compile-1', actor: 'bob', verdict: 'reject', comment: 'not today' },
      'bob rejected compile: not today',
    ],
    [
      'step.published',
      { stepId: 'compile-1', n: 1, ports: [{ name: 'http', address: '127.0.0.1', port: 49_153 }] },
      'compile is reached at http → 127.0.0.1:49153',
    ],
    ['execution.cancelling', { actor: 'bob', reason: '', force: true }, 'bob cancelled it by force'],
    ['stage.finished', { stageId: 'build', status: 'success' }, 'stage build ended: success'],
    [
      'step.skipped',
      { stepId: 'gone', status: 'skipped', reason: 'its condition is false' },
      'gone was not run: skipped: its condition is false',
    ],
    ['step.praised', {}, 'step.praised'],
  ])('%s of %j', (type, data, text) => {
    expect(says(type, data)).toBe(text);
  });

  it('has words for every type', () => {
    const artifact = { name: 'site' };
    const data = {
      stepId: 'compile-1',
      stageId: 'build',
      n: 1,
      actor: 'bob',
      artifact,
      ports: [],
      connector: 'shell',
      status: 'success',
    };
    for (const type of eventTypes) expect(says(type, data)).not.toBe(type);
  });
});
