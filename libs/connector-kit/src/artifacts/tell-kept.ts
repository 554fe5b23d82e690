import { insist } from '@switchyard/bus';
import type { SessionId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { Journal } from '../journal.js';
import type { Platform } from '../platform.js';
import type { TellKept } from './keep-artifacts.js';

export interface TellParts {
  platform: Platform;
  /** Knows what each word about an attempt must be said with. */
  journal: Pick<Journal, 'find'>;
  session: () => SessionId;
}

export const tellKept =
  ({ platform, journal, session }: TellParts): TellKept =>
  async ({ attemptId }, artifact, signal) => {
    const entry = await journal.find(attemptId);
    if (!entry) return false;
    const message = { v: 1 as const, attemptId, session: session(), nonce: entry.nonce, artifact };
    const reply = await insist(() => platform.keepArtifact(message), { signal });
    if (reply.result !== 'refused') return reply.result === 'ok';
    throw new Fault({
      code: 'artifact-refused',
      message: `artifact ${artifact.name} was refused: ${reply.reason}`,
      blame: 'platform',
      retry: false,
    });
  };
