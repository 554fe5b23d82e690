import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import {
  type FirstAnswer,
  FirstBody,
  FirstQuery,
  InviteBody,
  type LinkAnswer,
  type SessionGrant,
} from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { isoTime, never } from '@switchyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Invite, type Link } from '../../app/identity/invite.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { Public } from '../access.guard.js';
import { badField, grantOf, loginTaken, noLink } from './answers.js';
import { fromOf, fromThisSite, Who } from './caller.js';
import { Cookies } from './cookies.js';

/** Links that let somebody in once. */
@Controller('/api')
export class FirstController {
  constructor(
    private readonly invite: Invite,
    private readonly cookies: Cookies,
  ) {}

  /** The owner's link, in place of one before it, as long as there is no user at all. */
  @Needs('platform.manage')
  @Audited('invitation.made', 'invitation')
  @Post('/sessions/first/link')
  async owner(): Promise<LinkAnswer> {
    const link = await this.invite.owner();
    if (link) return answerOf(link);
    throw new HttpFault(409, 'validation', {
      code: 'owner-known',
      message: 'there is an owner already',
      suggestions: ['POST /api/invitations invites others'],
    });
  }

  /** A link for one more user, who comes without any project. */
  @Needs('platform.manage')
  @Audited('invitation.made', 'invitation')
  @Post('/invitations')
  async others(@Body() { administrator = false }: InviteBody, @Who() { name }: Principal): Promise<LinkAnswer> {
    return answerOf(await this.invite.others(administrator, name));
  }

  /** What a link is for; browsers are led to the page where it is used. Looking at it, as programs that preview links do, uses nothing up. */
  @Public()
  @Get('/sessions/first')
  async look(
    @Query() { code }: FirstQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FirstAnswer | undefined> {
    void reply.headers({ 'cache-control': 'no-store', vary: 'accept' });
    if (request.headers.accept?.includes('text/html')) {
      void reply.status(303).header('location', `/welcome?code=${encodeURIComponent(code)}`);
      return undefined;
    }
    const found = await this.invite.look(code);
    if (!found) throw noLink();
    return {
      administrator: found.administrator,
      expiresAt: isoTime(found.expiresAt),
      message: 'POST {code, login, name, password} to the same address: it works once',
    };
  }

  @Public()
  @Post('/sessions/first')
  async accept(
    @Body() { code, tokens = false, name, ...newcomer }: FirstBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionGrant> {
    fromThisSite(request, this.cookies.publicUrl);
    const wish = { ...newcomer, name: name ?? newcomer.login };
    const answer = await this.invite.accept(code, wish, fromOf(request));
    switch (answer.result) {
      case 'ok':
        if (!tokens) this.cookies.keepSession(reply, answer.granted);
        return grantOf(answer.user, answer.granted, tokens);
      case 'no-link':
        throw noLink();
      case 'login-taken':
        throw loginTaken();
      case 'bad-login':
        throw badField(
          'login',
          'login must be 1 to 100 letters a-z, digits or . _ @ + -, and begin and end with one of the former two',
        );
      case 'weak':
        throw badField('password', answer.why);
      default:
        return never(answer);
    }
  }
}

const answerOf = ({ code, expiresAt }: Link): LinkAnswer => ({
  code,
  path: `/api/sessions/first?code=${code}`,
  expiresAt: isoTime(expiresAt),
  message: 'it works once, and is not shown again',
});
