import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  type ApplyPipelineAnswer,
  ApplyPipelineBody,
  ApplyPipelineQuery,
  defaultProject,
  type ListPipelinesReply,
  ListPipelinesQuery,
  PipelineFileQuery,
  PipelineParams,
  type PipelineView,
  type ProjectId,
  type TriggerAnswer,
  TriggerBody,
} from '@switchyard/contracts';
import { type HttpFault, httpDoor } from '@switchyard/http';
import { traceparentOf } from '@switchyard/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptTrigger, type Accepted } from '../app/accept-trigger.js';
import { PipelineHistory, PipelineService } from '../app/ports.js';
import { InProject } from './access/request.js';
import { Needs } from './access/needs.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { tag } from './etag.js';
import {
  applied,
  checkSize,
  pipelineDeleted,
  pipelineDisabled,
  unknownPipeline,
  unknownVersion,
} from './pipeline-answers.js';
import { badInputs, checkedKey, keyReused, tooManyQueued } from './refused.js';

const door = httpDoor();

/** Pipelines, and their triggers by hand or program. */
@Controller('/api/ci/pipelines')
export class PipelinesController {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly history: PipelineHistory,
    private readonly accept: AcceptTrigger,
  ) {}

  /** Takes the file as JSON `{yaml, project?}` or as it is, with the content-type of YAML. */
  @Needs('pipelines.write')
  @Audited('pipeline.changed', 'pipeline')
  @Post()
  async apply(
    @Req() request: FastifyRequest,
    @Query() query: ApplyPipelineQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @InProject() project: ProjectId | undefined,
    @Actor() actor: string,
  ): Promise<ApplyPipelineAnswer> {
    const { yaml, project: _, ...more } = await fileOf(request.body, query);
    checkSize(yaml);
    const answer = applied(await this.pipelines.apply(project ?? defaultProject, yaml, actor, more));
    void reply.status(answer.result === 'created' ? 201 : 200);
    tag(reply, answer.pipeline.version);
    return answer;
  }

  @Needs('pipelines.read')
  @Get()
  list(
    @Query() { enabled, deleted, ...query }: ListPipelinesQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<ListPipelinesReply> {
    return this.pipelines.list({
      ...query,
      ...(project === undefined ? {} : { project }),
      ...(enabled === undefined ? {} : { enabled: enabled === 'true' }),
      ...(deleted === undefined ? {} : { deleted: deleted === 'true' }),
    });
  }

  @Needs('pipelines.read')
  @Get('/:id')
  async get(@Param() { id }: PipelineParams, @Res({ passthrough: true }) reply: FastifyReply): Promise<PipelineView> {
    const { pipeline } = await this.found(id);
    tag(reply, pipeline.version);
    return pipeline;
  }

  @Needs('pipelines.read')
  @Get('/:id/yaml')
  async file(
    @Param() { id }: PipelineParams,
    @Query() { version }: PipelineFileQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { yaml, pipeline } = await this.found(id);
    const wanted = version ?? pipeline.version;
    const text = wanted === pipeline.version ? yaml : await this.earlier(id, wanted, pipeline.version);
    tag(reply, wanted);
    void reply.type('application/yaml; charset=utf-8');
    return text;
  }

  /** Accepted means stored: what happens next survives any restart. */
  @Needs('executions.start')
  @Post('/:id/trigger')
  @HttpCode(202)
  async trigger(
    @Param() { id }: PipelineParams,
    @Body() body: TriggerBody,
    @Headers('idempotency-key') key: string | undefined,
    @Actor() actor: string,
  ): Promise<TriggerAnswer> {
    const idempotencyKey = checkedKey(key);
    const traceparent = traceparentOf();
    const accepted = await this.accept.run({
      pipelineId: id,
      facts: factsOf(body, actor),
      environment: body.environment ?? {},
      inputs: body.inputs ?? {},
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(traceparent === undefined ? {} : { traceparent }),
    });
    if (accepted.result !== 'accepted') throw notAccepted(id, accepted);
    return { execution_id: accepted.executionId, message: 'the execution was accepted' };
  }

  private async earlier(id: PipelineParams['id'], version: number, current: number): Promise<string> {
    const found = await this.history.version({ pipelineId: id, version });
    if (found.result !== 'found') throw unknownVersion(id, version, current);
    return found.yaml;
  }

  private async found(id: PipelineParams['id']) {
    const found = await this.pipelines.get(id);
    if (found.result === 'missing') throw unknownPipeline(id);
    return found;
  }
}

const factsOf = ({ trigger_type, branch, commit_hash, repository }: TriggerBody, actor: string) => ({
  type: trigger_type ?? ('manual' as const),
  actor,
  ...(branch === undefined ? {} : { branch }),
  ...(commit_hash === undefined ? {} : { commit: commit_hash }),
  ...(repository === undefined ? {} : { repository }),
});

const fileOf = async (body: unknown, { project }: ApplyPipelineQuery): Promise<ApplyPipelineBody> => {
  const given: unknown = typeof body === 'string' ? { yaml: body, ...(project ? { project } : {}) } : (body ?? {});
  return (await door.transform(given, { type: 'body', metatype: ApplyPipelineBody })) as ApplyPipelineBody;
};

const notAccepted = (id: string, refusal: Exclude<Accepted, { result: 'accepted' }>): HttpFault => {
  switch (refusal.result) {
    case 'unknown-pipeline':
      return unknownPipeline(id);
    case 'pipeline-deleted':
      return pipelineDeleted(id, refusal.mark);
    case 'pipeline-disabled':
      return pipelineDisabled(refusal.name, refusal.mark);
    case 'bad-inputs':
      return badInputs(refusal.mistakes);
    case 'too-many-queued':
      return tooManyQueued(refusal);
    case 'key-reused':
      return keyReused();
  }
};
