import { Controller, Post, Req, Res } from '@nestjs/common';
import { type ApplyPipelineAnswer, ApplyPipelineBody, defaultProject, type ProjectId } from '@switchyard/contracts';
import { HttpFault, httpDoor } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PipelineService } from '../app/ports.js';
import type { Principal } from '../domain/access/principal.js';
import { uploadOf } from '../domain/upload.js';
import { Caller, InProject } from './access/request.js';
import { ScopedBy } from './access/scope.js';
import { Needs } from './access/needs.js';
import { Admission } from './access/admission.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { tag } from './etag.js';
import { partsOf } from './multipart.js';
import { applied } from './pipeline-answers.js';

const door = httpDoor();

/** Pipeline files as forms send them. */
@Controller('/api/ci/pipelines')
export class UploadController {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly admission: Admission,
  ) {}

  /** The pipeline as `pipeline`, `file` or `yaml`; other files are what it includes, by their filenames. */
  @Needs('pipelines.write')
  @ScopedBy('handler')
  @Audited('pipeline.changed', 'pipeline')
  @Post('/upload')
  async upload(
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @InProject() inQuery: ProjectId | undefined,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplyPipelineAnswer> {
    const upload = uploadOf(await partsOf(request, reply));
    if ('mistake' in upload)
      throw new HttpFault(400, 'validation', {
        code: upload.code,
        message: upload.mistake,
        suggestions: ['send the pipeline as pipeline, file or yaml, and each file it includes by its path'],
      });
    const body = (await door.transform(upload, { type: 'body', metatype: ApplyPipelineBody })) as ApplyPipelineBody;
    const { yaml, project: named, ...more } = body;
    const project = this.admission.inProject(caller, 'pipelines.write', named ?? inQuery) ?? defaultProject;
    const answer = applied(await this.pipelines.apply(project, yaml, actor, more));
    void reply.status(answer.result === 'created' ? 201 : 200);
    tag(reply, answer.pipeline.version);
    return answer;
  }
}
