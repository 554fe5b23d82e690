import { Controller, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  ApplyPipelineQuery,
  type ProjectId,
  type ValidatePipelineAnswer,
  ValidatePipelineBody,
} from '@switchyard/contracts';
import { httpDoor } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import { FileChecks } from '../app/ports.js';

const defaultProject = 'default' as ProjectId;
const door = httpDoor();

/** What people ask of a pipeline file before they keep it. */
@Controller('/api/ci/pipelines')
export class ValidationController {
  constructor(private readonly checks: FileChecks) {}

  /** Takes the file as JSON `{yaml, files?, project?}` or as it is, with the content-type of YAML. */
  @Post('/validate')
  @HttpCode(200)
  async validate(@Req() request: FastifyRequest, @Query() query: ApplyPipelineQuery): Promise<ValidatePipelineAnswer> {
    const { yaml, files = {}, project = query.project } = await bodyOf(request.body);
    const reply = await this.checks.validate(project ?? defaultProject, yaml, files);
    return { valid: reply.findings.every(({ severity }) => severity !== 'error'), ...reply };
  }
}

const bodyOf = async (body: unknown): Promise<ValidatePipelineBody> => {
  const given: unknown = typeof body === 'string' ? { yaml: body } : (body ?? {});
  return (await door.transform(given, { type: 'body', metatype: ValidatePipelineBody })) as ValidatePipelineBody;
};
