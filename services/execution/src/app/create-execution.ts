import type { CreateExecution as Message, CreateExecutionReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { ExecutionWriter } from './execution-writer.js';

export class CreateExecution {
  constructor(private readonly writer: ExecutionWriter) {}

  async run(message: Message, traceparent: string | undefined): Promise<CreateExecutionReply> {
    const { executionId } = message;
    reach('execution.create.begin');
    const decision = await this.writer.submit(executionId, { type: 'create', message }, traceparent);
    reach('execution.create.afterCommit');
    const made = decision.ok && decision.changes.length > 0;
    return { result: made ? 'created' : 'exists', executionId };
  }
}
