import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from './access.guard.js';

/** What editors ask for, which have no token. */
@Controller('/api/schema')
export class SchemaController {
  private schema: Promise<string> | undefined;

  /** Pipeline files as JSON Schema. */
  @Public()
  @Get('/pipeline.json')
  pipeline(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type('application/schema+json; charset=utf-8').header('cache-control', 'public, max-age=3600');
    return (this.schema ??= schemaText());
  }
}

/** The language is loaded when somebody asks for it first. */
const schemaText = async (): Promise<string> => {
  const { pipelineSchema } = await import('@switchyard/pipeline-file');
  return JSON.stringify(pipelineSchema());
};
