import type { ExecutionView, YardEvent } from '@switchyard/contracts';
import type { Change } from './execution.js';

/**
 * The changes as CloudEvents, numbered on from `rev`.
 * @param rev of the last event before them; 0 for a new execution.
 */
export const envelopes = (
  view: ExecutionView,
  rev: number,
  changes: Change[],
  traceparent: string | undefined,
): YardEvent[] =>
  changes.map((change, index) => {
    const number = rev + index + 1;
    const step = 'stepId' in change.data ? `/${change.data.stepId}` : '';
    return {
      specversion: '1.0',
      id: `${view.id}:${number}`,
      source: '/switchyard/execution',
      type: change.type,
      subject: `${view.id}${step}`,
      time: change.at,
      datacontenttype: 'application/json',
      ...(traceparent ? { traceparent } : {}),
      data: { ...change.data, v: 1, project: view.project, executionId: view.id, rev: number },
    } as YardEvent;
  });
