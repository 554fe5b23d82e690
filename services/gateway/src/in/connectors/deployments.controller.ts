import { Controller, Get, Query } from '@nestjs/common';
import { ListDeploymentsQuery, type ListDeploymentsReply, type ProjectId } from '@switchyard/contracts';
import { DeploymentService } from '../../app/connectors/ports.js';
import { Needs } from '../access/needs.js';
import { InProject } from '../access/request.js';

/** What steps did to environments. */
@Controller('/api/ci/deployments')
export class DeploymentsController {
  constructor(private readonly deployments: DeploymentService) {}

  /** Steps with an environment, those of the newest executions first. */
  @Needs('executions.read')
  @Get()
  list(
    @Query() { environment, before, limit }: ListDeploymentsQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<ListDeploymentsReply> {
    return this.deployments.list({
      ...(project === undefined ? {} : { project }),
      ...(environment === undefined ? {} : { environment }),
      ...(before === undefined ? {} : { before }),
      limit,
    });
  }
}
