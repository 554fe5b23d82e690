import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { DetectBody, type DetectReply } from '@switchyard/contracts';
import { hasFields, httpDoor } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import { PipelineService } from '../app/ports.js';
import { Needs } from './access/needs.js';
import { sentFiles } from './sent-files.js';

const door = httpDoor();

/** What a checkout is, and a first pipeline for it. */
@Controller('/api/ci/detect')
export class DetectController {
  constructor(private readonly pipelines: PipelineService) {}

  @Needs('signed-in')
  @Post()
  @HttpCode(200)
  async detect(@Req() { body }: FastifyRequest): Promise<DetectReply> {
    const { files, name } = await checked(body);
    return this.pipelines.detect({ ...sentFiles(files), ...(name === undefined ? {} : { name }) });
  }
}

/** The files themselves stay outside of the door: it would copy them, one by one, for half a second. */
const checked = async (body: unknown): Promise<DetectBody> => {
  const { files, ...rest } = (hasFields(body) ? body : {}) as Partial<DetectBody>;
  const given = hasFields(body)
    ? { ...rest, ...(files === undefined ? {} : { files: hasFields(files) ? {} : files }) }
    : body;
  const { name } = (await door.transform(given, { type: 'body', metatype: DetectBody })) as DetectBody;
  return { files: files ?? {}, ...(name === undefined ? {} : { name }) };
};
