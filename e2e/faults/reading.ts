import type { YardClient } from '@switchyard/client';
import type { AttemptId, ExecutionId, ExecutionStatus, StreamFrame } from '@switchyard/contracts';

/** One reader of one execution, from its beginning to its end, who comes back whenever the connection is lost. */
export class Reading {
  /** The rev of the document it began with. */
  first: number | undefined;
  readonly revs: number[] = [];
  readonly output = new Map<AttemptId, string>();
  last: ExecutionStatus | undefined;
  reconnects = 0;

  async follow(
    client: YardClient,
    id: ExecutionId,
    onFrame: (frame: StreamFrame) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const onLost = () => (this.reconnects += 1);
    for await (const frame of client.follow(id, { logs: true, onLost, signal })) {
      this.take(frame);
      onFrame(frame);
    }
  }

  private take(frame: StreamFrame): void {
    if (frame.event === 'execution') this.first = frame.data.rev;
    else if (frame.event === 'event') this.revs.push(frame.data.data.rev);
    else if (frame.event === 'log') {
      const { attemptId, text } = frame.data;
      this.output.set(attemptId, (this.output.get(attemptId) ?? '') + text);
    } else this.last = frame.data.status;
  }
}
