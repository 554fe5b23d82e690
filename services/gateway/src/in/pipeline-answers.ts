import {
  type ApplyPipelineAnswer,
  type ApplyPipelineReply,
  bytesOf,
  type ChangePipelineReply,
  type Finding,
  largestText,
  type PipelineView,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { never } from '@switchyard/kernel';
import { parsePipeline } from '@switchyard/pipeline-file';
import { changedMeanwhile } from './etag.js';

const conflict = (code: string, message: string, suggestion: string, status = 409): HttpFault =>
  new HttpFault(status, 'validation', { code, message, suggestions: [suggestion] });

export const unknownPipeline = (id: string): HttpFault =>
  notFound('unknown-pipeline', `there is no pipeline ${id}`, 'GET /api/ci/pipelines lists them');

export const unknownVersion = (id: string, version: number | undefined, current: number): HttpFault =>
  notFound(
    'unknown-version',
    `pipeline ${id} has no version${version === undefined ? ' of that number' : ` ${version}`}; its versions are 1 to ${current}`,
    `GET /api/ci/pipelines/${id}/versions lists them`,
  );

export const pipelineDeleted = (id: string, mark?: PipelineView['deleted']): HttpFault =>
  conflict(
    'pipeline-deleted',
    `pipeline ${id} was deleted${mark ? ` by ${mark.actor} at ${mark.at}` : ''}`,
    'its versions can still be read; apply one of them to have the pipeline again',
    410,
  );

export const pipelineDisabled = (
  name: string,
  { actor, at, reason }: NonNullable<PipelineView['disabled']>,
): HttpFault =>
  conflict(
    'pipeline-disabled',
    `pipeline ${name} was disabled by ${actor} at ${at}${reason === undefined ? '' : `: ${reason}`}`,
    'PATCH /api/ci/pipelines/:id with {"enabled": true} lets it be triggered again',
  );

const badFile = (findings: Finding[]): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'bad-pipeline-file',
    message: findings[0]?.message ?? 'the pipeline file is not valid',
    details: { findings },
    suggestions: findings.flatMap(({ suggestion }) => (suggestion === undefined ? [] : [suggestion])).slice(0, 10),
  });

/** @throws HttpFault when it has findings that are errors. */
export const applied = (reply: ApplyPipelineReply): ApplyPipelineAnswer => {
  if (reply.result === 'invalid') throw badFile(reply.findings);
  return reply;
};

/**
 * A file that is too large is refused here with its finding, and travels no further.
 * @throws HttpFault
 */
export const checkSize = (yaml: string): void => {
  if (bytesOf(yaml) > largestText) throw badFile(parsePipeline(yaml).findings);
};

/** @throws HttpFault when nothing was changed although something was to be. */
export const changed = (
  id: string,
  reply: ChangePipelineReply,
): Extract<ChangePipelineReply, { result: 'updated' | 'unchanged' }> => {
  switch (reply.result) {
    case 'updated':
    case 'unchanged':
      return reply;
    case 'invalid':
      throw badFile(reply.findings);
    case 'missing':
      throw unknownPipeline(id);
    case 'deleted':
      throw pipelineDeleted(id);
    case 'name-taken':
      throw conflict(
        'name-taken',
        `another pipeline of the project is called ${reply.name}`,
        'choose another name, or change that pipeline instead',
      );
    case 'stale':
      throw changedMeanwhile(reply.version);
    case 'unknown-version':
      throw unknownVersion(id, undefined, reply.version);
    default:
      return never(reply);
  }
};
