import type { CancelExecution as Message, CancelReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { ExecutionWriter } from './execution-writer.js';

export class CancelExecution {
  constructor(private readonly writer: ExecutionWriter) {}

  async run({ executionId, actor, reason, force }: Message): Promise<CancelReply> {
    reach('execution.cancel.begin');
    const why = reason ?? `cancelled by ${actor}`;
    const command = { type: 'cancel', actor, reason: why, ...(force ? { force } : {}) } as const;
    const decision = await this.writer.submit(executionId, command);
    reach('execution.cancel.afterCommit');
    return decision.ok
      ? { result: 'ok', status: decision.next.view.status }
      : { result: 'refused', reason: decision.reason };
  }
}
