import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { type LeaveAnswer, LinkBody, type LinksAnswer, ProviderParams } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { never } from '@switchyard/kernel';
import type { FastifyReply } from 'fastify';
import { SignInOutside } from '../../app/identity/sign-in-outside.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { badReturn, redirectOf, unknownProvider } from './arrival.guard.js';
import { noLink } from './answers.js';
import { Person } from './caller.js';
import { Cookies } from './cookies.js';

/** Where else the caller signs in. */
@Controller('/api/sessions/links')
export class LinksController {
  constructor(
    private readonly outside: SignInOutside,
    private readonly cookies: Cookies,
  ) {}

  @Needs('signed-in')
  @Get()
  async list(@Person() { id }: Principal): Promise<LinksAnswer> {
    return { providers: await this.outside.linksOf(id) };
  }

  /**
   * Begins to add a provider: the browser that asked goes to `location`, and comes back signed in as before. It is a change
   * and no address to visit, so that no other site can add its own account to somebody here.
   */
  @Needs('signed-in')
  @Post('/:provider')
  @HttpCode(200)
  async add(
    @Person() { id: userId, session = '' }: Principal,
    @Param() { provider }: ProviderParams,
    @Body() { return: back }: LinkBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LeaveAnswer> {
    const wish = { link: { userId, session }, ...(back === undefined ? {} : { back }) };
    const left = await this.outside.leave(provider, redirectOf(this.cookies, provider), wish);
    switch (left.result) {
      case 'ok':
        this.cookies.keepFlow(reply, left.flow);
        return { location: left.location };
      case 'unknown-provider':
        throw unknownProvider(provider);
      case 'bad-return':
        throw badReturn();
      case 'no-link':
        throw noLink();
      default:
        return never(left);
    }
  }

  /** Somebody without a password keeps at least one. Sessions stay. */
  @Needs('signed-in')
  @Audited('identity.unlinked', 'user')
  @Delete('/:provider')
  async remove(
    @Person() { id }: Principal,
    @Param() { provider }: ProviderParams,
  ): Promise<{ provider: string; message: string }> {
    const answer = await this.outside.unlink(id, provider);
    if (answer === 'ok') return { provider, message: `you do not sign in at ${provider} any more` };
    if (answer === 'unknown')
      throw notFound('unknown-link', `you do not sign in at ${provider}`, 'GET /api/sessions/links lists where');
    throw new HttpFault(409, 'validation', {
      code: 'last-way-in',
      message: `${provider} is the only place where you sign in, and you have no password`,
      suggestions: ['add another one first'],
    });
  }
}
