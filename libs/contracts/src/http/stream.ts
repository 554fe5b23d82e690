import type { YardEvent } from '../events.js';
import type { ExecutionView } from '../execution-view.js';
import type { AttemptId, StepId } from '../ids.js';

/** A piece of output: complete UTF-8 characters, in order, without gaps per attempt. */
export interface LogPiece {
  attemptId: AttemptId;
  stepId: StepId;
  /** Where the piece starts in the attempt's output, in bytes. */
  offset: number;
  /** Bytes it covers; not the length of `text`, where bytes were no UTF-8. */
  length: number;
  text: string;
}

/**
 * What `GET /api/ci/executions/:id/stream` sends, as server-sent events.
 * `execution` comes first (once per connection, unless `Last-Event-ID` is given), then each `event` with `id` = its rev,
 * `log` pieces with `?logs=true`, and `end` after the last of both.
 */
export type StreamFrame =
  | { event: 'execution'; data: ExecutionView }
  | { event: 'event'; data: YardEvent }
  | { event: 'log'; data: LogPiece }
  | { event: 'end'; data: { status: ExecutionView['status']; reason?: string } };
