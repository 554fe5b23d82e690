import {
  type AdoptAttempts as Message,
  type AdoptedAttempt,
  type AdoptReply,
  partsOfAttempt,
} from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { ExecutionWriter } from './execution-writer.js';
import type { StoreLogs } from './store-logs.js';

/** Moves the attempts of a restarted connector to its new session, and says where the output of each goes on. */
export class AdoptAttempts {
  constructor(
    private readonly writer: ExecutionWriter,
    private readonly logs: StoreLogs,
  ) {}

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
    const kept = adopted.filter(one => one.kept).map(one => one.attemptId);
    const stored = await Promise.all(kept.map(async id => [id, await this.logs.stored(id)] as const));
    reach('execution.adopt.beforeReply');
    return {
      kept,
      fenced: adopted.filter(one => !one.kept).map(one => one.attemptId),
      logStored: Object.fromEntries(stored),
    };
  }
}
