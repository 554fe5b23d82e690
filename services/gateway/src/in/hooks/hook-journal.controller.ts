import { Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  type HookAnswer,
  HookDeliveryParams,
  type HookDeliveryDetail,
  HookQuery,
  ListHookDeliveriesQuery,
  type ListHookDeliveriesReply,
  type ProjectId,
  ProjectParams,
  type ProjectWebhookTokenAnswer,
} from '@switchyard/contracts';
import { notFound } from '@switchyard/http';
import { AcceptHook } from '../../app/hooks/accept-hook.js';
import { KeepProjectTokens } from '../../app/hooks/keep-project-tokens.js';
import { HookInbox } from '../../app/hooks/ports.js';
import { hookDeliveryView } from '../../domain/hooks/hook-delivery.js';
import { shownPayload } from '../../domain/hooks/shown-payload.js';
import { Needs } from '../access/needs.js';
import { InProject } from '../access/request.js';
import { ScopedBy } from '../access/scope.js';
import { Actor } from '../actor.js';
import { Audited } from '../audit/audited.js';
import { unknownDelivery } from './hook-faults.js';

/** What came to projects from outside, what became of it, and the token it came with. */
@Controller('/api')
export class HookJournalController {
  constructor(
    private readonly inbox: HookInbox,
    private readonly accept: AcceptHook,
    private readonly tokens: KeepProjectTokens,
  ) {}

  /** What came to a project, newest first. */
  @Needs('webhooks.read')
  @Get('/webhooks/deliveries')
  async list(
    @Query() { outcome, before, limit }: ListHookDeliveriesQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<ListHookDeliveriesReply> {
    const found = await this.inbox.list({
      ...(project === undefined ? {} : { project }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(before === undefined ? {} : { before }),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      deliveries: page.map(hookDeliveryView),
      ...(found.length > limit && last ? { next: last.id } : {}),
    };
  }

  /** One delivery, with what came and what each pipeline made of it. */
  @Needs('webhooks.read')
  @ScopedBy('named')
  @Get('/webhooks/deliveries/:id')
  async get(
    @Param() { id }: HookDeliveryParams,
    @Query() _query: HookQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<HookDeliveryDetail> {
    const found = await this.inbox.find(id, project);
    if (!found) throw unknownDelivery(id);
    const { payload, payloadBytes } = found;
    return { ...hookDeliveryView(found), payload: shownPayload(payload), payloadBytes };
  }

  /** Takes a delivery once more, as a new one: pipelines decide about it as they are now. */
  @Needs('webhooks.write')
  @ScopedBy('named')
  @Audited('delivery.replayed', 'delivery')
  @Post('/webhooks/deliveries/:id/replay')
  @HttpCode(202)
  async replay(
    @Param() { id }: HookDeliveryParams,
    @Query() _query: HookQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<HookAnswer> {
    const replayed = await this.accept.replay(id, project);
    if (!replayed) throw unknownDelivery(id);
    return { delivery: replayed.id, repeated: false, message: `it repeats ${id}` };
  }

  /** Makes a new token for the webhooks of a project, shown once. */
  @Needs('webhooks.write')
  @Audited('webhook-token.made', 'project')
  @Post('/projects/:project/webhook-token')
  async makeToken(@Param() { project }: ProjectParams, @Actor() actor: string): Promise<ProjectWebhookTokenAnswer> {
    const made = await this.tokens.make(project, actor);
    const paths = {
      github: `/api/webhooks/github?project=${project}`,
      gitlab: `/api/webhooks/gitlab?project=${project}`,
      // Without the token: the audit keeps this answer.
      generic: '/api/webhooks/generic/:token',
    };
    return { ...made, paths, message: 'keep it: it is not shown again' };
  }

  /** Closes the webhooks of a project. */
  @Needs('webhooks.write')
  @Audited('webhook-token.removed', 'project')
  @Delete('/projects/:project/webhook-token')
  @HttpCode(200)
  async removeToken(@Param() { project }: ProjectParams): Promise<{ message: string }> {
    if (await this.tokens.remove(project)) return { message: 'the webhooks of the project let nobody in any more' };
    throw notFound('no-webhook-token', `project ${project} has no webhook token`, 'POST the same address makes one');
  }
}
