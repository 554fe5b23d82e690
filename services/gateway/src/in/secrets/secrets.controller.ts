import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import {
  type ListSecretsReply,
  ListSecretsQuery,
  PutSecretBody,
  type RotateMasterKeyReply,
  type RotateSecretsReply,
  SecretParams,
  SecretQuery,
  SecretsParams,
  type SecretView,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { SecretService } from '../../app/ports.js';
import { Needs } from '../access/needs.js';
import { Actor } from '../actor.js';
import { Audited } from '../audit/audited.js';

const pageLength = 50;

/** Secrets of a project: their values go in and never come out. */
@Controller('/api/projects/:project/secrets')
export class SecretsController {
  constructor(private readonly secrets: SecretService) {}

  @Needs('secrets.read')
  @Get()
  list(
    @Param() { project }: SecretsParams,
    @Query() { limit = pageLength, ...page }: ListSecretsQuery,
  ): Promise<ListSecretsReply> {
    return this.secrets.list({ project, limit, ...page });
  }

  @Needs('secrets.write')
  @Audited('secret.put', 'secret')
  @Put('/:name')
  async put(
    @Param() { project, name }: SecretParams,
    @Query() scope: SecretQuery,
    @Body() { value }: PutSecretBody,
    @Actor() actor: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SecretView> {
    const answer = await this.secrets.put({ project, name, value, actor, ...placeOf(scope) });
    if (answer.result === 'too-many') throw tooMany(project, answer.most);
    if (answer.result === 'missing') throw unknownSecret(project, name);
    void reply.status(answer.result === 'created' ? 201 : 200);
    return answer.secret;
  }

  /** Steps that ask for it fail from now on. */
  @Needs('secrets.write')
  @Audited('secret.removed', 'secret')
  @Delete('/:name')
  async remove(
    @Param() { project, name }: SecretParams,
    @Query() scope: SecretQuery,
    @Actor() actor: string,
  ): Promise<SecretView> {
    const answer = await this.secrets.remove({ project, name, actor, ...placeOf(scope) });
    if (answer.result !== 'deleted') throw unknownSecret(project, name);
    return answer.secret;
  }

  /** Gives the project a new data key, and seals some of its secrets anew; `left` says whether to ask again. */
  @Needs('secrets.write')
  @Audited('secrets.rotated', 'project')
  @Post('/rotation')
  @HttpCode(200)
  rotate(@Param() { project }: SecretsParams): Promise<RotateSecretsReply> {
    return this.secrets.rotate(project);
  }
}

/** The key of the platform that wraps the keys of all projects. */
@Controller('/api/master-key')
export class MasterKeyController {
  constructor(private readonly secrets: SecretService) {}

  @Needs('platform.manage')
  @Audited('master-key.rotated', 'master-key')
  @Post('/rotation')
  @HttpCode(200)
  rotate(): Promise<RotateMasterKeyReply> {
    return this.secrets.rotateMaster();
  }
}

const placeOf = ({ pipeline, environment }: SecretQuery) => {
  if (pipeline !== undefined && environment !== undefined) throw twoScopes();
  return {
    ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    ...(environment === undefined ? {} : { environmentName: environment }),
  };
};

const twoScopes = (): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'two-scopes',
    message: 'a secret belongs to a pipeline or to an environment, not to both',
    suggestions: ['send either ?pipeline= or ?environment=, or neither for the whole project'],
  });

const unknownSecret = (project: string, name: string): HttpFault =>
  notFound(
    'unknown-secret',
    `project ${project} has no such secret ${name}`,
    `GET /api/projects/${project}/secrets lists them with their scope`,
  );

const tooMany = (project: string, most: number): HttpFault =>
  new HttpFault(409, 'validation', {
    code: 'too-many-secrets',
    message: `project ${project} has ${most} secrets, which is the most`,
    suggestions: ['remove those that no pipeline asks for'],
  });
