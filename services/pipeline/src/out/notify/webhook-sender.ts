import { createHmac } from 'node:crypto';
import type { Clock } from '@switchyard/kernel';
import { Sender } from '../../app/notify/ports.js';
import { lineOf, type Notification } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';
import type { Links } from './links.js';
import type { PinnedPost } from './pinned-post.js';

type Webhook = Extract<NotifyTarget, { kind: 'webhook' }>;

/**
 * Posts what happened. `Yard-Signature` is `v1=` and the HMAC-SHA256, in hexadecimal, of `<Yard-Timestamp>.<body>` under
 * the secret; `Yard-Delivery` is the same in each try.
 */
export class WebhookSender extends Sender<'webhook'> {
  constructor(
    private readonly http: PinnedPost,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {
    super();
  }

  send(notification: Notification & { target: Webhook }, secret: string | undefined): Promise<void> {
    const { id, facts, target, at } = notification;
    const { executionId, project, pipelineId, pipelineName, pipelineVersion, moment, trigger, ...rest } = facts;
    const url = this.links.of(facts);
    const execution = { id: executionId, ...rest, ...(url === undefined ? {} : { url }) };
    const pipeline = { id: pipelineId, name: pipelineName, version: pipelineVersion };
    const body = JSON.stringify({ v: 1, id, at, moment, text: lineOf(facts), project, pipeline, execution, trigger });
    const timestamp = String(Math.floor(this.clock.now() / 1_000));
    const signature = secret === undefined ? {} : { 'yard-signature': signatureOf(secret, timestamp, body) };
    const own = { 'yard-event': moment, 'yard-delivery': id, 'yard-timestamp': timestamp, ...signature };
    return this.http.send({ url: target.url, headers: { ...target.headers, ...own }, body });
  }
}

export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
