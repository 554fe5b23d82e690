import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import {
  CreateProjectBody,
  ListProjectsQuery,
  type ListProjectsReply,
  ProjectParams,
  type ProjectView,
  RenameProjectBody,
} from '@switchyard/contracts';
import { KeepProjects } from '../../app/access/keep-projects.js';
import type { Principal } from '../../domain/access/principal.js';
import { unknownProject } from './faults.js';
import { Needs } from './needs.js';
import { Audited } from '../audit/audited.js';
import { hasPipelines, idTaken, notChanged, viewOf } from './project-answers.js';
import { Caller } from './request.js';

/** Projects: what belongs together, and is hidden from all who are not in it. */
@Controller('/api/projects')
export class ProjectsController {
  constructor(private readonly keep: KeepProjects) {}

  /** Those the caller is in; all of them for an administrator. */
  @Needs('signed-in')
  @Get()
  async list(@Query() { after, limit }: ListProjectsQuery, @Caller() caller: Principal): Promise<ListProjectsReply> {
    const found = await this.keep.list(caller, { limit: limit + 1, ...(after === undefined ? {} : { after }) });
    const projects = found.slice(0, limit).map(project => viewOf(project, caller));
    const next = found.length > limit ? projects.at(-1)?.id : undefined;
    return { projects, ...(next === undefined ? {} : { next }) };
  }

  @Needs('platform.manage')
  @Audited('project.created', 'project')
  @Post()
  async create(@Body() { id, name = id }: CreateProjectBody, @Caller() caller: Principal): Promise<ProjectView> {
    const project = await this.keep.create(id, name, caller);
    if (!project) throw idTaken(id);
    const [owner] = project.members;
    return { ...viewOf(project, caller), ...(owner ? { role: owner.role } : {}) };
  }

  @Needs('project.read')
  @Get('/:project')
  async get(@Param() { project: id }: ProjectParams, @Caller() caller: Principal): Promise<ProjectView> {
    const project = await this.keep.get(id);
    if (!project) throw unknownProject(id);
    return viewOf(project, caller);
  }

  /** Gives it another name for people; its id stays. */
  @Needs('project.write')
  @Audited('project.renamed', 'project')
  @Patch('/:project')
  async rename(
    @Param() { project: id }: ProjectParams,
    @Body() { name }: RenameProjectBody,
    @Caller() caller: Principal,
  ): Promise<ProjectView> {
    const changed = await this.keep.rename(id, name);
    if (changed.result !== 'changed') throw notChanged(changed.result, id);
    return viewOf(changed.project, caller);
  }

  /** What has happened in it stays, and its id is not given again. */
  @Needs('project.delete')
  @Audited('project.deleted', 'project')
  @Delete('/:project')
  async remove(@Param() { project: id }: ProjectParams, @Caller() caller: Principal): Promise<ProjectView> {
    const changed = await this.keep.remove(id, caller);
    if (changed.result === 'has-pipelines') throw hasPipelines(id, changed.pipeline);
    if (changed.result !== 'changed') throw notChanged(changed.result, id);
    return viewOf(changed.project, caller);
  }
}
