import { Controller, Get, Header, Param, Query, Res, UseGuards } from '@nestjs/common';
import { LeaveQuery, ProviderParams } from '@switchyard/contracts';
import { never } from '@switchyard/kernel';
import type { FastifyReply } from 'fastify';
import { SignInOutside } from '../../app/identity/sign-in-outside.js';
import { Public } from '../access.guard.js';
import { noLink } from './answers.js';
import {
  type Arrival,
  ArrivalGuard,
  Arriving,
  badReturn,
  pathOf,
  redirectOf,
  unknownProvider,
} from './arrival.guard.js';
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
  @UseGuards(ArrivalGuard)
  @Get('/oauth/github/callback')
  arriveFromGithub(@Arriving() arrival: Arrival, @Res() reply: FastifyReply): void {
    this.arrived(arrival, reply);
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
  @UseGuards(ArrivalGuard)
  @Get('/oidc/:provider/callback')
  arriveFrom(@Param() _where: ProviderParams, @Arriving() arrival: Arrival, @Res() reply: FastifyReply): void {
    this.arrived(arrival, reply);
  }

  private async leave(name: string, query: LeaveQuery, reply: FastifyReply): Promise<void> {
    const { return: back, invitation } = query;
    const wish = { ...(back === undefined ? {} : { back }), ...(invitation === undefined ? {} : { invitation }) };
    const left = await this.outside.leave(name, redirectOf(this.cookies, name), wish);
    switch (left.result) {
      case 'ok':
        this.cookies.keepFlow(reply, left.flow);
        return void reply.redirect(left.location, 302);
      case 'unknown-provider':
        throw unknownProvider(name);
      case 'no-link':
        throw noLink();
      case 'bad-return':
        throw badReturn();
      default:
        return never(left);
    }
  }

  private arrived({ granted, back }: Arrival, reply: FastifyReply): void {
    if (granted) this.cookies.keepSession(reply, granted);
    void reply.redirect(back, 303);
  }
}

/** GitHub has an address of its own. */
const known = (provider: string): string => {
  if (provider === github) throw unknownProvider(provider);
  return provider;
};
