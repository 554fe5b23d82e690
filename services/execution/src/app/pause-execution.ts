import type { PauseExecution as Pause, PauseReply, ResumeExecution as Resume } from '@switchyard/contracts';
import type { Decision } from '../domain/commands.js';
import type { ExecutionWriter } from './execution-writer.js';

/** Holds an execution, and lets it go on. */
export class PauseExecution {
  constructor(private readonly writer: ExecutionWriter) {}

  async pause({ executionId, actor, reason }: Pause): Promise<PauseReply> {
    const command = { type: 'pause', actor, ...(reason === undefined ? {} : { reason }) } as const;
    return replyOf(await this.writer.submit(executionId, command));
  }

  async resume({ executionId, actor }: Resume): Promise<PauseReply> {
    return replyOf(await this.writer.submit(executionId, { type: 'resume', actor }));
  }
}

const replyOf = (decision: Decision): PauseReply =>
  decision.ok ? { result: 'ok', status: decision.next.view.status } : { result: 'refused', reason: decision.reason };
