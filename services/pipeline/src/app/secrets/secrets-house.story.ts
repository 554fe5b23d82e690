import { randomBytes } from 'node:crypto';
import type { AttemptId, PipelineId, ProjectId } from '@switchyard/contracts';
import { SystemClock } from '@switchyard/kernel';
import { SealingKey } from '@switchyard/kernel/sealed';
import { KeepSecrets } from './keep-secrets.js';
import { KeyRing } from './key-ring.js';
import { Killer, MemoryKeys, MemorySecrets, PlainMaster } from './memory-secrets.story.js';
import type { MasterKeys } from './ports.js';
import { RotateKeys } from './rotate-keys.js';
import { SealSecrets } from './seal-secrets.js';

export const project = 'default' as ProjectId;
export const pipelineId = '01hzzzzzzzzzzzzzzzzzzzzzzz' as PipelineId;
export const attemptId = `${pipelineId}.build.1` as AttemptId;

/** Everything that keeps secrets, in memory, and one session that reads them. */
export const house = (masters: MasterKeys = new PlainMaster()) => {
  const killer = new Killer();
  const secrets = new MemorySecrets(killer);
  const keys = new MemoryKeys(killer);
  const clock = new SystemClock();
  const ring = new KeyRing(keys, masters, clock, () => randomBytes(32));
  const keeping = new KeepSecrets(secrets, ring, clock);
  const sealing = new SealSecrets(secrets, ring);
  const rotating = new RotateKeys(secrets, keys, masters, ring);
  const session = new SealingKey();
  const put = (name: string, value: string, scope: { pipelineId?: PipelineId; environmentName?: string } = {}) =>
    keeping.put({ v: 1, project, name, value, actor: 'alice', ...scope });
  const ask = (wanted: Record<string, string>, environmentName?: string) =>
    sealing.run({
      v: 1,
      project,
      pipelineId,
      attemptId,
      secrets: wanted,
      sealingKey: session.publicKey,
      ...(environmentName === undefined ? {} : { environmentName }),
    });
  const read = async (wanted: Record<string, string>, environmentName?: string): Promise<unknown> => {
    const reply = await ask(wanted, environmentName);
    return reply.result === 'sealed' ? JSON.parse(session.open(attemptId, reply.sealed).toString()) : reply;
  };
  return { killer, secrets, keys, keeping, rotating, put, ask, read };
};
