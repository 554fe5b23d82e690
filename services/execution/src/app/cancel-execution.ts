import type { CancelExecution as Message, CancelReply } from '@switchyard/contracts';
import type { ExecutionWriter } from './execution-writer.js';

export class CancelExecution {
  constructor(private readonly writer: ExecutionWriter) {}

  async run({ executionId, actor, reason }: Message): Promise<CancelReply> {
    const command = { type: 'cancel', actor, reason: reason ?? `cancelled by ${actor}` } as const;
    const decision = await this.writer.submit(executionId, command);
    return decision.ok
      ? { result: 'ok', status: decision.next.view.status }
      : { result: 'refused', reason: decision.reason };
  }
}
