import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  type ApplyPipelineAnswer,
  DiffQuery,
  type GetVersionReply,
  type ListVersionsAnswer,
  ListVersionsQuery,
  PipelineParams,
  type PipelineView,
  ReplacePipelineBody,
  RollBackBody,
  SwitchPipelineBody,
  type VersionAnswer,
  VersionParams,
} from '@switchyard/contracts';
import { httpDoor } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PipelineHistory } from '../app/ports.js';
import { Needs } from './access/needs.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { boundTo, tag } from './etag.js';
import { changed, checkSize, unknownPipeline, unknownVersion } from './pipeline-answers.js';

const door = httpDoor();

/** Changes of a pipeline that is there already, and all it has been. */
@Controller('/api/ci/pipelines')
export class PipelineHistoryController {
  constructor(private readonly history: PipelineHistory) {}

  /** Takes the file as JSON `{yaml, …}` or as it is, with the content-type of YAML. */
  @Needs('pipelines.write')
  @Audited('pipeline.changed', 'pipeline')
  @Put('/:id')
  async replace(
    @Param() { id }: PipelineParams,
    @Req() { body }: FastifyRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplyPipelineAnswer> {
    const given = typeof body === 'string' ? { yaml: body } : (body ?? {});
    const file = (await door.transform(given, { type: 'body', metatype: ReplacePipelineBody })) as ReplacePipelineBody;
    checkSize(file.yaml);
    const answer = changed(id, await this.history.replace({ ...file, pipelineId: id, actor, ...boundTo(ifMatch) }));
    tag(reply, answer.pipeline.version);
    return answer;
  }

  @Needs('pipelines.write')
  @Audited('pipeline.switched', 'pipeline')
  @Patch('/:id')
  async switch(
    @Param() { id }: PipelineParams,
    @Body() body: SwitchPipelineBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PipelineView> {
    const wish = { ...body, pipelineId: id, actor, ...boundTo(ifMatch) };
    const { pipeline } = changed(id, await this.history.switch(wish));
    tag(reply, pipeline.version);
    return pipeline;
  }

  /** Its versions and executions stay; its name is free. */
  @Needs('pipelines.write')
  @Audited('pipeline.deleted', 'pipeline')
  @Delete('/:id')
  async remove(
    @Param() { id }: PipelineParams,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
  ): Promise<PipelineView> {
    return changed(id, await this.history.remove({ pipelineId: id, actor, ...boundTo(ifMatch) })).pipeline;
  }

  @Needs('pipelines.write')
  @Audited('pipeline.rolled-back', 'pipeline')
  @Post('/:id/rollback')
  @HttpCode(200)
  async rollBack(
    @Param() { id }: PipelineParams,
    @Body() body: RollBackBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplyPipelineAnswer> {
    const wish = { ...body, pipelineId: id, actor, ...boundTo(ifMatch) };
    const answer = changed(id, await this.history.rollBack(wish));
    tag(reply, answer.pipeline.version);
    return answer;
  }

  @Needs('pipelines.read')
  @Get('/:id/versions')
  async versions(@Param() { id }: PipelineParams, @Query() query: ListVersionsQuery): Promise<ListVersionsAnswer> {
    const found = await this.history.versions({ pipelineId: id, ...query });
    if (found.result === 'missing') throw unknownPipeline(id);
    const { versions, next } = found;
    return { versions, ...(next === undefined ? {} : { next }) };
  }

  @Needs('pipelines.read')
  @Get('/:id/versions/:version')
  async version(
    @Param() params: VersionParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionAnswer> {
    const { version, yaml, includes } = await this.found(params);
    tag(reply, version.version);
    return { ...version, yaml, includes };
  }

  @Needs('pipelines.read')
  @Get('/:id/versions/:version/yaml')
  async file(@Param() params: VersionParams, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { version, yaml } = await this.found(params);
    tag(reply, version.version);
    void reply.type('application/yaml; charset=utf-8');
    return yaml;
  }

  @Needs('pipelines.read')
  @Get('/:id/diff')
  async diff(
    @Param() { id }: PipelineParams,
    @Query() query: DiffQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const found = await this.history.diff({ pipelineId: id, ...query });
    if (found.result === 'missing') throw unknownPipeline(id);
    if (found.result === 'unknown-version') throw unknownVersion(id, undefined, found.current);
    void reply.type('text/x-diff; charset=utf-8').headers({ 'yard-from': found.from, 'yard-to': found.to });
    return found.diff;
  }

  private async found({ id, version }: VersionParams): Promise<Extract<GetVersionReply, { result: 'found' }>> {
    const found = await this.history.version({ pipelineId: id, version });
    if (found.result === 'missing') throw unknownPipeline(id);
    if (found.result === 'unknown-version') throw unknownVersion(id, version, found.current);
    return found;
  }
}
