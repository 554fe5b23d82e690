import {
  type AdoptAttempts as Message,
  type AdoptedAttempt,
  type AdoptReply,
  partsOfAttempt,
} from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { ExecutionWriter } from './execution-writer.js';

/** Moves the attempts of a restarted connector to its new session. */
export class AdoptAttempts {
  constructor(private readonly writer: ExecutionWriter) {}

  async run({ session, attempts }: Message): Promise<AdoptReply> {
    reach('execution.adopt.begin');
    const adopted = await Promise.all(
      attempts.map(async ({ attemptId, nonce }: AdoptedAttempt) => {
        const parts = partsOfAttempt(attemptId);
        const decision =
          parts && (await this.writer.submit(parts.executionId, { type: 'adopt', attemptId, session, nonce }));
        return { attemptId, kept: decision?.ok === true };
      }),
    );
    reach('execution.adopt.beforeReply');
    return {
      kept: adopted.filter(one => one.kept).map(one => one.attemptId),
      fenced: adopted.filter(one => !one.kept).map(one => one.attemptId),
    };
  }
}
