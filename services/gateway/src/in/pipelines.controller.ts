import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  type ApplyPipelineAnswer,
  ApplyPipelineBody,
  ApplyPipelineQuery,
  type ListPipelinesReply,
  ListPipelinesQuery,
  PipelineParams,
  type PipelineView,
  type ProjectId,
  type TriggerAnswer,
  TriggerBody,
} from '@switchyard/contracts';
import { HttpFault, httpDoor } from '@switchyard/http';
import { traceparentOf } from '@switchyard/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptTrigger } from '../app/accept-trigger.js';
import { PipelineService } from '../app/ports.js';
import { Actor } from './actor.js';
import { badInputs, checkedKey, keyReused, tooManyQueued, unknownPipeline } from './refused.js';

/** Where pipelines go that name no project. */
const defaultProject = 'default' as ProjectId;
const door = httpDoor();

/** Pipelines, and their triggers by hand or program. */
@Controller('/api/ci/pipelines')
export class PipelinesController {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly accept: AcceptTrigger,
  ) {}

  /** Takes the file as JSON `{yaml, project?}` or as it is, with the content-type of YAML. */
  @Post()
  async apply(
    @Req() request: FastifyRequest,
    @Query() query: ApplyPipelineQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Actor() actor: string,
  ): Promise<ApplyPipelineAnswer> {
    const { yaml, project } = await fileOf(request.body, query);
    const answer = await this.pipelines.apply(project ?? defaultProject, yaml, actor);
    if (answer.result === 'invalid')
      throw new HttpFault(400, 'validation', {
        code: 'bad-pipeline-file',
        message: answer.findings[0]?.message ?? 'the pipeline file is not valid',
        details: { findings: answer.findings },
        suggestions: answer.findings
          .flatMap(({ suggestion }) => (suggestion === undefined ? [] : [suggestion]))
          .slice(0, 10),
      });
    void reply.status(answer.result === 'created' ? 201 : 200);
    return answer;
  }

  @Get()
  list(@Query() query: ListPipelinesQuery): Promise<ListPipelinesReply> {
    return this.pipelines.list(query);
  }

  @Get('/:id')
  async get(@Param() { id }: PipelineParams): Promise<PipelineView> {
    return (await this.found(id)).pipeline;
  }

  @Get('/:id/yaml')
  async file(@Param() { id }: PipelineParams, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { yaml } = await this.found(id);
    void reply.type('application/yaml; charset=utf-8');
    return yaml;
  }

  /** Accepted means stored: what happens next survives any restart. */
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
    if (accepted.result === 'unknown-pipeline') throw unknownPipeline(id);
    if (accepted.result === 'bad-inputs') throw badInputs(accepted.mistakes);
    if (accepted.result === 'key-reused') throw keyReused();
    if (accepted.result === 'too-many-queued') throw tooManyQueued(accepted);
    return { execution_id: accepted.executionId, message: 'the execution was accepted' };
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
