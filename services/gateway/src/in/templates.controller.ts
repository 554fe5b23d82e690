import { Controller, Delete, Get, Headers, Param, Put, Query, Req, Res } from '@nestjs/common';
import {
  defaultProject,
  GetTemplateQuery,
  type ListTemplatesReply,
  ListTemplatesQuery,
  type ListTemplateVersionsReply,
  type ProjectId,
  type PutTemplateAnswer,
  PutTemplateBody,
  type TemplateAnswer,
  TemplateParams,
  TemplateQuery,
  TemplateVersionsQuery,
  type TemplateView,
} from '@switchyard/contracts';
import { type HttpFault, httpDoor, notFound } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TemplateLibrary } from '../app/ports.js';
import { InProject } from './access/request.js';
import { Needs } from './access/needs.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { boundTo, changedMeanwhile, tag } from './etag.js';

const door = httpDoor();

/** The template library of a project: what pipelines take in with `include: library:<name>`. */
@Controller('/api/ci/templates')
export class TemplatesController {
  constructor(private readonly library: TemplateLibrary) {}

  @Needs('pipelines.read')
  @Get()
  list(
    @Query() { project: _, ...page }: ListTemplatesQuery,
    @InProject() project: ProjectId = defaultProject,
  ): Promise<ListTemplatesReply> {
    return this.library.list({ project, ...page });
  }

  /** Takes the text as JSON `{text, message?}` or as it is, with the content-type of YAML. */
  @Needs('pipelines.write')
  @Audited('template.changed', 'template')
  @Put('/:name')
  async put(
    @Param() { name }: TemplateParams,
    @Query() _: TemplateQuery,
    @InProject() project: ProjectId = defaultProject,
    @Req() { body }: FastifyRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PutTemplateAnswer> {
    const given = typeof body === 'string' ? { text: body } : (body ?? {});
    const wish = (await door.transform(given, { type: 'body', metatype: PutTemplateBody })) as PutTemplateBody;
    const answer = await this.library.put({ ...wish, project, name, actor, ...boundTo(ifMatch) });
    if (answer.result === 'missing') throw changedMeanwhile(0);
    if (answer.result === 'stale') throw changedMeanwhile(answer.version);
    if (answer.result === 'deleted') throw unknownTemplate(name, project);
    void reply.status(answer.result === 'created' ? 201 : 200);
    tag(reply, answer.template.version);
    return { result: answer.result, template: answer.template };
  }

  @Needs('pipelines.read')
  @Get('/:name')
  async get(
    @Param() { name }: TemplateParams,
    @Query() { project: _, ...query }: GetTemplateQuery,
    @InProject() project: ProjectId = defaultProject,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TemplateAnswer> {
    const found = await this.library.get({ project, name, ...query });
    if (found.result === 'missing') throw unknownTemplate(name, project, query.version);
    tag(reply, found.template.version);
    return { ...found.template, text: found.text };
  }

  @Needs('pipelines.read')
  @Get('/:name/versions')
  async versions(
    @Param() { name }: TemplateParams,
    @Query() { project: _, ...page }: TemplateVersionsQuery,
    @InProject() project: ProjectId = defaultProject,
  ): Promise<ListTemplateVersionsReply> {
    const found = await this.library.versions({ project, name, ...page });
    if (found.versions.length === 0 && page.before === undefined) throw unknownTemplate(name, project);
    return found;
  }

  /** Pipelines that have it keep it; none gets it any more. */
  @Needs('pipelines.write')
  @Audited('template.deleted', 'template')
  @Delete('/:name')
  async remove(
    @Param() { name }: TemplateParams,
    @Query() _: TemplateQuery,
    @InProject() project: ProjectId = defaultProject,
    @Headers('if-match') ifMatch: string | undefined,
    @Actor() actor: string,
  ): Promise<TemplateView> {
    const answer = await this.library.remove({ project, name, actor, ...boundTo(ifMatch) });
    if (answer.result === 'missing') throw unknownTemplate(name, project);
    if (answer.result === 'stale') throw changedMeanwhile(answer.version);
    return answer.template;
  }
}

const unknownTemplate = (name: string, project: string, version?: number): HttpFault =>
  notFound(
    'unknown-template',
    `project ${project} has no template ${name}${version === undefined ? '' : ` of version ${version}`}`,
    'GET /api/ci/templates lists them',
  );
