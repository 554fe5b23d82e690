import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  ApplyPipelineQuery,
  defaultProject,
  type ProjectId,
  type ValidatePipelineAnswer,
  ValidatePipelineBody,
} from '@switchyard/contracts';
import { httpDoor } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import { FileChecks } from '../app/ports.js';
import { InProject } from './access/request.js';
import { Needs } from './access/needs.js';

const door = httpDoor();

/** What people ask of a pipeline file before they keep it. */
@Controller('/api/ci/pipelines')
export class ValidationController {
  constructor(private readonly checks: FileChecks) {}

  /** Takes the file as JSON `{yaml, files?, project?}` or as it is, with the content-type of YAML. */
  @Needs('pipelines.read')
  @Post('/validate')
  @HttpCode(200)
  async validate(
    @Req() request: FastifyRequest,
    @Query() _: ApplyPipelineQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<ValidatePipelineAnswer> {
    const { yaml, files = {} } = await bodyOf(request.body);
    const reply = await this.checks.validate(project ?? defaultProject, yaml, files);
    return { valid: reply.findings.every(({ severity }) => severity !== 'error'), ...reply };
  }
}

const bodyOf = async (body: unknown): Promise<ValidatePipelineBody> => {
  const given: unknown = typeof body === 'string' ? { yaml: body } : (body ?? {});
  return (await door.transform(given, { type: 'body', metatype: ValidatePipelineBody })) as ValidatePipelineBody;
};
