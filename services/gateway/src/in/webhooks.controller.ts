import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  type DeliveryView,
  ListDeliveriesQuery,
  type ListDeliveriesReply,
  PipelineParams,
  type WebhookAnswer,
  type WebhookTokenAnswer,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptDelivery } from '../app/accept-delivery.js';
import { KeepWebhookTokens } from '../app/keep-webhook-tokens.js';
import { PipelineService } from '../app/ports.js';
import { Needs } from './access/needs.js';
import { Public } from './access.guard.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { unknownPipeline } from './pipeline-answers.js';
import { tooManyQueued } from './refused.js';
import { proofIn } from './webhook/proof-in.js';
import { readDelivery, type WebhookRequest } from './webhook/read-delivery.js';

/** What comes to pipelines from outside, and what became of it. */
@Controller('/api/ci/pipelines')
export class WebhooksController {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly tokens: KeepWebhookTokens,
    private readonly accept: AcceptDelivery,
  ) {}

  /** Asks for the pipeline's own token. Accepted means stored: what happens next survives any restart. */
  @Public()
  @Post('/:id/webhook')
  async webhook(
    @Param() { id }: PipelineParams,
    @Req() request: FastifyRequest & { rawBody?: Buffer },
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookAnswer> {
    const { headers, body, rawBody, query } = request;
    const came: WebhookRequest = { headers, body, raw: rawBody ?? Buffer.alloc(0) };
    const checked = await this.tokens.check(id, proofIn(came, query));
    if (checked !== 'ok') throw notLetIn(checked);
    const accepted = await this.accept.run({ pipelineId: id, ...readDelivery(came) });
    if (accepted.result === 'unknown-pipeline') throw unknownPipeline(id);
    if (accepted.result === 'too-many-queued') throw tooManyQueued(accepted);
    const answer = answerOf(accepted.delivery, accepted.repeated);
    void reply.status(answer.skipped ? 200 : 202);
    return answer;
  }

  @Needs('webhooks.write')
  @Audited('webhook-token.made', 'webhook-token')
  @Post('/:id/webhook-token')
  async makeToken(@Param() { id }: PipelineParams, @Actor() actor: string): Promise<WebhookTokenAnswer> {
    const made = await this.tokens.make(id, actor);
    if (!made) throw unknownPipeline(id);
    const message = 'keep it: it is not shown again';
    return { ...made, path: `/api/ci/pipelines/${id}/webhook`, message };
  }

  @Needs('webhooks.write')
  @Audited('webhook-token.removed', 'webhook-token')
  @Delete('/:id/webhook-token')
  @HttpCode(200)
  async removeToken(@Param() { id }: PipelineParams): Promise<{ message: string }> {
    if (await this.tokens.remove(id)) return { message: 'the webhook lets nobody in any more' };
    throw notFound('no-webhook-token', `${id} has no webhook token`, 'POST the same address makes one');
  }

  @Needs('webhooks.read')
  @Get('/:id/deliveries')
  async deliveries(
    @Param() { id }: PipelineParams,
    @Query() { before, limit }: ListDeliveriesQuery,
  ): Promise<ListDeliveriesReply> {
    const query = { pipelineId: id, limit, ...(before === undefined ? {} : { before }) };
    const found = await this.pipelines.deliveries(query);
    if (found.deliveries.length === 0 && (await this.pipelines.get(id)).result === 'missing') throw unknownPipeline(id);
    return found;
  }
}

const answerOf = ({ decision, executionId, reason }: DeliveryView, repeated: boolean): WebhookAnswer => {
  const again = repeated ? 'this delivery came before: ' : '';
  const why = reason === undefined ? {} : { reason };
  if (decision === 'skipped' || decision === 'refused' || executionId === undefined)
    return { message: `${again}nothing runs`, skipped: true, ...why };
  return { execution_id: executionId, message: `${again}the execution was accepted`, ...why };
};

const notLetIn = (why: 'none-shown' | 'none-made' | 'wrong' | 'other-key'): HttpFault => {
  const made = 'POST /api/ci/pipelines/:id/webhook-token makes a new one';
  if (why === 'other-key')
    return new HttpFault(401, 'authentication', {
      code: 'webhook-key-changed',
      message: 'the key of this platform has changed since the token was made, so it cannot check signatures any more',
      suggestions: [made],
    });
  const shown = why === 'wrong';
  return new HttpFault(401, 'authentication', {
    code: shown ? 'wrong-webhook-token' : 'no-webhook-token',
    // The same for a pipeline that is not there: callers without the token learn nothing.
    message: shown ? "the token is not this pipeline's" : "a webhook needs the pipeline's own token",
    suggestions: [
      'send the token as X-Yard-Token, as a bearer token or as ?token=, or sign the body with it as X-Hub-Signature-256',
      made,
    ],
  });
};
