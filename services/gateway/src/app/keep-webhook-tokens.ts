import { randomBytes } from 'node:crypto';
import type { PipelineId } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { Checked, Proof } from '../domain/webhook-proof.js';
import type { PipelineService, WebhookTokens } from './ports.js';
import { check, digestOf, tokenOf } from './webhook-token.js';

/** The secret by which a pipeline's webhook knows its senders: one per pipeline, shown once. */
export class KeepWebhookTokens {
  constructor(
    private readonly tokens: WebhookTokens,
    private readonly pipelines: PipelineService,
    private readonly clock: Clock,
    private readonly key: string,
  ) {}

  /** Makes one; one that was there before is of no use from then on. */
  async make(id: PipelineId, actor: string): Promise<{ token: string; replaced: boolean } | undefined> {
    if ((await this.pipelines.get(id)).result === 'missing') return undefined;
    const salt = randomBytes(24).toString('base64url');
    const token = tokenOf(this.key, id, salt);
    const kept = { salt, digest: digestOf(token), createdAt: isoTime(this.clock.now()), createdBy: actor };
    return { token, replaced: await this.tokens.put(id, kept) };
  }

  /** @returns whether there was one. */
  remove(id: PipelineId): Promise<boolean> {
    return this.tokens.remove(id);
  }

  async check(id: PipelineId, proof: Proof | undefined): Promise<Checked | 'none-shown' | 'none-made'> {
    const kept = await this.tokens.find(id);
    if (!kept) return 'none-made';
    return proof ? check(this.key, id, kept, proof) : 'none-shown';
  }
}
