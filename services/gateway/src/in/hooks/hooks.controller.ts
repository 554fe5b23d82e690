import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  defaultProject,
  GenericHookParams,
  type HookAnswer,
  type HookDoor,
  HookQuery,
  type ProjectId,
} from '@switchyard/contracts';
import type { FastifyRequest } from 'fastify';
import { AcceptHook } from '../../app/hooks/accept-hook.js';
import { KeepProjectTokens } from '../../app/hooks/keep-project-tokens.js';
import type { Proof } from '../../domain/webhook-proof.js';
import { Public } from '../access.guard.js';
import { proofIn } from '../webhook/proof-in.js';
import { headerIn, numberIn, readDelivery, type WebhookRequest } from '../webhook/read-delivery.js';
import { notFrom, notLetIn, notSigned } from './hook-faults.js';

type Came = FastifyRequest & { rawBody?: Buffer };

/**
 * The doors of projects for what comes from outside. Accepted means stored: what happens next survives any restart, and
 * needs no other service now.
 */
@Public()
@Controller('/api/webhooks')
export class HooksController {
  constructor(
    private readonly tokens: KeepProjectTokens,
    private readonly accept: AcceptHook,
  ) {}

  /** For GitHub, Gitea and Forgejo: signed with the token of the project. */
  @Post('/github')
  @HttpCode(202)
  async github(@Query() { project = defaultProject }: HookQuery, @Req() request: Came): Promise<HookAnswer> {
    const came = cameIn(request);
    const proof = proofIn({ ...came, headers: only(came, 'x-hub-signature-256') }, undefined);
    await this.letIn(project, proof, 'github');
    if (headerIn(came.headers, 'x-github-event', 'x-gitea-event', 'x-forgejo-event') === undefined)
      throw notFrom('GitHub', 'X-GitHub-Event');
    return this.take(project, 'github', came, true);
  }

  /** For GitLab, which sends the token of the project as it is. */
  @Post('/gitlab')
  @HttpCode(202)
  async gitlab(@Query() { project = defaultProject }: HookQuery, @Req() request: Came): Promise<HookAnswer> {
    const came = cameIn(request);
    const proof = proofIn({ ...came, headers: only(came, 'x-gitlab-token') }, undefined);
    await this.letIn(project, proof, 'gitlab');
    if (headerIn(came.headers, 'x-gitlab-event') === undefined) throw notFrom('GitLab', 'X-Gitlab-Event');
    return this.take(project, 'gitlab', came, false);
  }

  /** For anybody who has the token of the project; whoever also signs the body must do so rightly. */
  @Post('/generic/:token')
  @HttpCode(202)
  async generic(@Param() { token }: GenericHookParams, @Req() request: Came): Promise<HookAnswer> {
    const came = cameIn(request);
    const project = await this.tokens.projectOf(token);
    if (project === undefined) throw notLetIn('wrong', 'generic');
    const isSigned = headerIn(came.headers, 'x-hub-signature-256') !== undefined;
    if (isSigned)
      await this.letIn(project, proofIn({ ...came, headers: only(came, 'x-hub-signature-256') }, undefined), 'generic');
    return this.take(project, 'generic', came, isSigned);
  }

  /** @throws HttpFault 401, the same for a project that is not there */
  private async letIn(project: ProjectId, proof: Proof | undefined, door: HookDoor): Promise<void> {
    if (door === 'github' && !proof) throw notSigned();
    const checked = await this.tokens.check(project, proof);
    if (checked !== 'ok') throw notLetIn(checked, door);
  }

  private async take(project: ProjectId, door: HookDoor, came: WebhookRequest, isSigned: boolean): Promise<HookAnswer> {
    const senderId = numberIn(came.headers);
    const { event, payload, payloadBytes } = readDelivery(came);
    const numbered = senderId === undefined ? {} : { senderId };
    const arrival = { project, door, ...numbered, event, payload, payloadBytes, isSigned, raw: came.raw };
    const { delivery, repeated } = await this.accept.run(arrival);
    const message = repeated ? 'it came before: nothing new starts' : 'it is stored, and the pipelines are asked';
    return { delivery: delivery.id, repeated, message };
  }
}

const cameIn = ({ headers, body, rawBody }: Came): WebhookRequest => ({
  headers,
  body,
  raw: rawBody ?? Buffer.alloc(0),
});

/** Each door believes one proof and no other. */
const only = ({ headers }: WebhookRequest, name: string): WebhookRequest['headers'] => ({ [name]: headers[name] });
