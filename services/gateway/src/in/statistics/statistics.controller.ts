import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  type LatestExecutionsReply,
  LatestQuery,
  PipelineParams,
  type PipelineId,
  type PipelineStarts,
  type ProjectId,
  ProjectStatisticsParams,
  type Statistics,
  StatisticsQuery,
} from '@switchyard/contracts';
import { PipelineService } from '../../app/ports.js';
import { StatisticsService } from '../../app/statistics/ports.js';
import { Needs } from '../access/needs.js';
import { InProject } from '../access/request.js';
import { unknownPipeline } from '../pipeline-answers.js';

/** How executions have been, and what starts them. */
@Controller('/api/ci')
export class StatisticsController {
  constructor(
    private readonly service: StatisticsService,
    private readonly pipelines: PipelineService,
  ) {}

  @Needs('executions.read')
  @Get('/pipelines/:id/statistics')
  async ofPipeline(@Param() { id }: PipelineParams, @Query() { days }: StatisticsQuery): Promise<Statistics> {
    if ((await this.pipelines.get(id)).result === 'missing') throw unknownPipeline(id);
    return this.service.statistics({ pipelineId: id, days });
  }

  @Needs('executions.read')
  @Get('/projects/:project/statistics')
  ofProject(@Param() { project }: ProjectStatisticsParams, @Query() { days }: StatisticsQuery): Promise<Statistics> {
    return this.service.statistics({ project, days });
  }

  /** For lists of pipelines: one request for all of them. */
  @Needs('executions.read')
  @Get('/executions/latest')
  latest(
    @Query() { pipelines, branch, last }: LatestQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<LatestExecutionsReply> {
    return this.service.latest({
      pipelineIds: pipelines.split(',') as PipelineId[],
      limit: last,
      ...(project === undefined ? {} : { project }),
      ...(branch === undefined ? {} : { branch }),
    });
  }

  @Needs('pipelines.read')
  @Get('/pipelines/:id/starts')
  async starts(@Param() { id }: PipelineParams): Promise<PipelineStarts> {
    const reply = await this.service.starts(id);
    if (reply.result === 'missing') throw unknownPipeline(id);
    const { result: _, ...starts } = reply;
    return starts;
  }
}
