import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { LeaveQuery, ProviderParams } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { never } from '@switchyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Arrived, SignInOutside } from '../../app/identity/sign-in-outside.js';
import { Public } from '../access.guard.js';
import { noLink } from './answers.js';
import { fromOf } from './caller.js';
import { Cookies } from './cookies.js';

const github = 'github';

/** Signing in at GitHub, and at whoever speaks OpenID Connect. Browsers are sent there and back. */
@Controller('/api/sessions')
export class OutsideController {
  constructor(
    private readonly outside: SignInOutside,
    private readonly cookies: Cookies,
  ) {}

  /** What a page of sign-in may offer. */
  @Public()
  @Get('/providers')
  @Header('cache-control', 'no-store')
  providers(): { providers: { name: string; path: string }[] } {
    return { providers: this.outside.names.map(name => ({ name, path: pathOf(name) })) };
  }

  @Public()
  @Get('/oauth/github')
  leaveForGithub(@Query() query: LeaveQuery, @Res() reply: FastifyReply): Promise<void> {
    return this.leave(github, query, reply);
  }

  @Public()
  @Get('/oauth/github/callback')
  arriveFromGithub(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.arrive(github, request, reply);
  }

  @Public()
  @Get('/oidc/:provider')
  leaveFor(
    @Param() { provider }: ProviderParams,
    @Query() query: LeaveQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.leave(known(provider), query, reply);
  }

  @Public()
  @Get('/oidc/:provider/callback')
  arriveFrom(
    @Param() { provider }: ProviderParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.arrive(known(provider), request, reply);
  }

  private async leave(name: string, query: LeaveQuery, reply: FastifyReply): Promise<void> {
    const { return: back, invitation } = query;
    const wish = { ...(back === undefined ? {} : { back }), ...(invitation === undefined ? {} : { invitation }) };
    const left = await this.outside.leave(name, this.redirectOf(name), wish);
    switch (left.result) {
      case 'ok':
        this.cookies.keepFlow(reply, left.flow);
        return void reply.redirect(left.location, 302);
      case 'unknown-provider':
        throw unknownProvider(name);
      case 'no-link':
        throw noLink();
      case 'bad-return':
        throw new HttpFault(400, 'validation', {
          code: 'bad-return',
          message: 'return must be a path of this site, such as /executions',
          suggestions: ['leave it out to go to the start page'],
        });
      default:
        return never(left);
    }
  }

  private async arrive(name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const [, query = ''] = /\?(.*)$/s.exec(request.url) ?? [];
    const kept = this.cookies.flowIn(request);
    // Whatever comes of it: it was for one arrival.
    this.cookies.dropFlow(reply);
    const arrived = await this.outside.arrive(name, this.redirectOf(name), query, kept, fromOf(request));
    if (arrived.result !== 'ok') throw notLetIn(name, arrived);
    this.cookies.keepSession(reply, arrived.granted);
    return void reply.redirect(arrived.back, 303);
  }

  /** Exactly what is registered there; nothing of the request is in it. */
  private redirectOf(name: string): string {
    return `${this.cookies.publicUrl ?? ''}${pathOf(name)}/callback`;
  }
}

const pathOf = (name: string) => (name === github ? '/api/sessions/oauth/github' : `/api/sessions/oidc/${name}`);

/** GitHub has an address of its own. */
const known = (provider: string): string => {
  if (provider === github) throw unknownProvider(provider);
  return provider;
};

const unknownProvider = (name: string): HttpFault =>
  notFound('unknown-provider', `nobody signs in at ${name} here`, 'GET /api/sessions/providers lists where');

const notLetIn = (name: string, arrived: Exclude<Arrived, { result: 'ok' }>): HttpFault => {
  switch (arrived.result) {
    case 'unknown-provider':
      return unknownProvider(name);
    case 'bad-state':
      return new HttpFault(400, 'authentication', {
        code: 'bad-state',
        message: 'this browser did not begin this sign-in, or began it more than ten minutes ago',
        suggestions: ['begin anew, and let the same browser finish'],
      });
    case 'not-invited':
      return new HttpFault(403, 'authorization', {
        code: 'not-invited',
        message: `${name} knows you, but this platform does not`,
        suggestions: ['ask an administrator for an invitation'],
      });
    case 'disabled':
      return new HttpFault(403, 'authorization', { code: 'disabled', message: 'this user may not sign in any more' });
    case 'refused':
      return new HttpFault(400, 'authentication', {
        code: 'sign-in-refused',
        message: `signing in at ${name} came to nothing: ${arrived.why}`,
        suggestions: ['try again'],
      });
    default:
      return never(arrived);
  }
};
