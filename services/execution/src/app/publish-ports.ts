import { partsOfAttempt, type PublishPorts as Message, type PublishPortsReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { denialOf } from './denial.js';
import type { ExecutionWriter } from './execution-writer.js';

/** Notes where the ports of a running attempt are reached. It is repeated until it is answered, and harmless twice. */
export class PublishPorts {
  constructor(private readonly writer: ExecutionWriter) {}

  async run({ attemptId, session, nonce, ports }: Message): Promise<PublishPortsReply> {
    reach('execution.ports.begin');
    const parts = partsOfAttempt(attemptId);
    if (!parts) return { result: 'refused', reason: 'unknown-attempt' };
    const notes = ports.map(({ name, address, port, host }) => ({ name, address, port, ...(host ? { host } : {}) }));
    const command = { type: 'publish' as const, attemptId, session, nonce, ports: notes };
    const decision = await this.writer.submit(parts.executionId, command);
    reach('execution.ports.afterCommit');
    if (decision.ok) return { result: 'ok' };
    return denialOf(decision.reason);
  }
}
