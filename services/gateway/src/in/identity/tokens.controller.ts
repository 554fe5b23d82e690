import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  type ApiTokenView,
  CreateTokenBody,
  type CreateTokenAnswer,
  IdParams,
  ListTokensQuery,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { KeepTokens, type Made, type TokenWish } from '../../app/identity/keep-tokens.js';
import { type Permission, permissions, type Role, roles } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import { tokenDays } from '../../domain/identity/api-token.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { badField, viewOfToken } from './answers.js';
import { Who } from './caller.js';

/** Tokens for programs. What each caller may see and end of them is decided by whose they are. */
@Controller('/api/tokens')
export class TokensController {
  constructor(private readonly tokens: KeepTokens) {}

  @Needs('signed-in')
  @Get()
  async list(@Who() who: Principal, @Query() { project }: ListTokensQuery): Promise<{ tokens: ApiTokenView[] }> {
    const found = await this.tokens.list(who, project);
    if (typeof found === 'string') throw refusalOf(found, project ?? '');
    return { tokens: found.map(viewOfToken) };
  }

  @Needs('signed-in')
  @Audited('token.created', 'token')
  @Post()
  async make(@Who() who: Principal, @Body() body: CreateTokenBody): Promise<CreateTokenAnswer> {
    const made = await this.tokens.make(who, wishOf(body));
    if (made.result !== 'ok') throw refusalOf(made.result, body.project ?? '');
    const { token, kept } = made;
    return { token, view: viewOfToken(kept), message: 'keep it: it is not shown again' };
  }

  /** Other replicas refuse it within five seconds. */
  @Needs('signed-in')
  @Audited('token.revoked', 'token')
  @Delete('/:id')
  async remove(@Who() who: Principal, @Param() { id }: IdParams): Promise<{ message: string }> {
    if (await this.tokens.remove(who, id)) return { message: 'the token is of no use any more' };
    throw notFound('unknown-token', `you have no token ${id}`, 'GET /api/tokens lists them');
  }
}

const wishOf = ({
  name,
  kind = 'personal',
  days = tokenDays.usual,
  scopes,
  project,
  role,
}: CreateTokenBody): TokenWish => {
  const wish = { name, days, ...(scopes ? { scopes: scopes.map(scopeOf) } : {}) };
  if (kind === 'service') return { ...wish, service: serviceOf(project, role) };
  if (project === undefined && role === undefined) return wish;
  throw badField('kind', 'project and role are for tokens of the kind service; a personal token acts as its owner');
};

export const scopeOf = (word: string): Permission => {
  if (Object.hasOwn(permissions, word)) return word as Permission;
  throw badField('scopes', `scopes must be among ${Object.keys(permissions).join(', ')}`);
};

const serviceOf = (
  project: CreateTokenBody['project'],
  role: string | undefined,
): NonNullable<TokenWish['service']> => {
  if (project === undefined) throw badField('project', 'a token of a service needs its project');
  const known = roles.find(one => one === role);
  if (known) return { project, role: known satisfies Role };
  throw badField('role', `role must be one of ${roles.join(', ')}`);
};

const refusalOf = (result: Exclude<Made['result'], 'ok'>, project: string): HttpFault => {
  if (result === 'hidden') return notFound('no-such-project', `there is no project ${project}`, 'check its name');
  if (result === 'too-many')
    return new HttpFault(409, 'validation', {
      code: 'too-many-tokens',
      message: 'there are 100 tokens already, and that is the most',
      suggestions: ['end those that are not used any more'],
    });
  const says = {
    'by-token': 'a token cannot make tokens',
    'no-user': "the platform's own token is nobody's: it can make tokens of services only",
    'not-allowed': 'you may not make or see tokens of services there, or none of that role',
  };
  return new HttpFault(403, 'authorization', {
    code: result === 'not-allowed' ? 'no-service-tokens' : result,
    message: says[result],
    suggestions: ['sign in, and make it as yourself', 'ask an administrator of the project'],
  });
};
