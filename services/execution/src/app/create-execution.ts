import type { CreateExecution as Message, CreateExecutionReply } from '@switchyard/contracts';
import type { ExecutionWriter } from './execution-writer.js';

export class CreateExecution {
  constructor(private readonly writer: ExecutionWriter) {}

  async run(message: Message, traceparent: string | undefined): Promise<CreateExecutionReply> {
    const { executionId } = message;
    const decision = await this.writer.submit(executionId, { type: 'create', message }, traceparent);
    const made = decision.ok && decision.changes.length > 0;
    return { result: made ? 'created' : 'exists', executionId };
  }
}
