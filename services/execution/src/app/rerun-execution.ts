import type { RerunExecution as Message, RerunReply } from '@switchyard/contracts';
import type { ExecutionWriter } from './execution-writer.js';
import { Executions } from './ports.js';

/** Repeats an ended execution; what ended well is kept. */
export class RerunExecution {
  constructor(
    private readonly executions: Executions,
    private readonly writer: ExecutionWriter,
  ) {}

  async run(message: Message, traceparent: string | undefined): Promise<RerunReply> {
    const { executionId } = message;
    const source = (await this.executions.find(message.source))?.execution;
    const decision = await this.writer.submit(executionId, { type: 'rerun', message, source }, traceparent);
    if (!decision.ok) return { result: 'refused', reason: decision.reason };
    return { result: decision.changes.length > 0 ? 'created' : 'exists', executionId };
  }
}
