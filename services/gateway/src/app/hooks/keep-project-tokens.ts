import { randomBytes } from 'node:crypto';
import type { ProjectId } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { Checked, Proof } from '../../domain/webhook-proof.js';
import { check, digestOf, tokenOf } from '../webhook-token.js';
import type { ProjectTokens } from './ports.js';

/** Tokens of projects are made apart from those of pipelines: no id of a pipeline has a colon. */
const ownerOf = (project: ProjectId): string => `project:${project}`;

/** The secret by which a project knows its senders: one per project, shown once. */
export class KeepProjectTokens {
  constructor(
    private readonly tokens: ProjectTokens,
    private readonly clock: Clock,
    private readonly key: string,
  ) {}

  /** Makes one; one that was there before is of no use from then on. */
  async make(project: ProjectId, actor: string): Promise<{ token: string; replaced: boolean }> {
    const salt = randomBytes(24).toString('base64url');
    const token = tokenOf(this.key, ownerOf(project), salt);
    const kept = { salt, digest: digestOf(token), createdAt: isoTime(this.clock.now()), createdBy: actor };
    return { token, replaced: await this.tokens.put(project, kept) };
  }

  /** @returns whether there was one. */
  remove(project: ProjectId): Promise<boolean> {
    return this.tokens.remove(project);
  }

  async check(project: ProjectId, proof: Proof | undefined): Promise<Checked | 'none-shown' | 'none-made'> {
    if (!proof) return 'none-shown';
    const kept = await this.tokens.find(project);
    return kept ? check(this.key, ownerOf(project), kept, proof) : 'none-made';
  }

  /** Whose token it is. It is looked up by its digest, so how long that takes says nothing about tokens. */
  projectOf(token: string): Promise<ProjectId | undefined> {
    return this.tokens.projectOf(digestOf(token));
  }
}
