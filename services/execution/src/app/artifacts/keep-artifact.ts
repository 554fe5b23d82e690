import { createHash } from 'node:crypto';
import {
  type ArtifactMark,
  type AttemptId,
  type KeepArtifact as Message,
  type KeepArtifactReply,
  partsOfAttempt,
  type ProjectId,
} from '@switchyard/contracts';
import { Clock, Fault, isoTime, type Millis, reach } from '@switchyard/kernel';
import { denialOf } from '../denial.js';
import type { ExecutionWriter } from '../execution-writer.js';
import { Artifacts, type KeptArtifact } from './ports.js';

/** Notes files that an attempt left in the blob store. It is repeated until it is answered, and harmless twice. */
export class KeepArtifact {
  /** @param keptMs for which those are kept that name no time; 0: for ever */
  constructor(
    private readonly writer: ExecutionWriter,
    private readonly artifacts: Artifacts,
    private readonly clock: Clock,
    private readonly keptMs: Millis,
  ) {}

  async run({ attemptId, session, nonce, artifact }: Message): Promise<KeepArtifactReply> {
    reach('execution.keep.begin');
    const parts = partsOfAttempt(attemptId);
    if (!parts) return { result: 'refused', reason: 'unknown-attempt' };
    const known = await this.writer.known(parts.executionId);
    if (known) checkKey(known.plan.project, attemptId, artifact);
    const { name, files, bytes, report } = artifact;
    const note = { name, files, bytes, ...(report === undefined ? {} : { report: { ...report } }) };
    const command = { type: 'keep' as const, attemptId, session, nonce, artifact: note };
    const decision = await this.writer.submit(parts.executionId, command);
    reach('execution.keep.afterCommit');
    if (!decision.ok) return denialOf(decision.reason);
    await this.artifacts.put(this.rowOf(decision.next.plan.project, attemptId, artifact));
    reach('execution.keep.afterNote');
    return { result: 'ok' };
  }

  private rowOf(project: ProjectId, attemptId: AttemptId, artifact: ArtifactMark): KeptArtifact {
    const { executionId, stepId, n } = partsOf(attemptId);
    const { name, files, bytes, report, key, expiresSeconds } = artifact;
    const now = this.clock.now();
    const keptMs = expiresSeconds === undefined ? this.keptMs : 1_000 * expiresSeconds;
    const ends = keptMs === 0 ? {} : { endsAt: now + keptMs, expiresAt: isoTime(now + keptMs) };
    return {
      id: `${stepId}.${n}.${hashOf(name).slice(0, 12)}`,
      project,
      executionId,
      stepId,
      attemptId,
      ...{ name, files, bytes, key },
      ...(report === undefined ? {} : { report: { ...report } }),
      keptAt: isoTime(now),
      ...ends,
    };
  }
}

const partsOf = (attemptId: AttemptId) => {
  const parts = partsOfAttempt(attemptId);
  if (parts) return parts;
  throw new TypeError(`${attemptId} is no attempt`);
};

const hashOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 32);

/** Where a connector puts what it keeps; nobody may name the files of another attempt. */
const checkKey = (project: ProjectId, attemptId: AttemptId, { key, name }: ArtifactMark): void => {
  if (key === `${project}/artifacts/${attemptId}/${hashOf(name)}`) return;
  throw new Fault({
    code: 'bad-artifact-key',
    message: `${key.slice(0, 200)} is not where the files of this artifact are`,
    blame: 'platform',
    retry: false,
  });
};
