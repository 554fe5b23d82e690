import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  IdParams,
  LoginBody,
  type MeAnswer,
  PasswordBody,
  RefreshBody,
  type SessionGrant,
  type SessionView,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { never } from '@switchyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { KeepSessions, type Refreshed } from '../../app/identity/keep-sessions.js';
import { KeepUsers } from '../../app/identity/keep-users.js';
import { KeyRing } from '../../app/identity/key-ring.js';
import { SignIn } from '../../app/identity/sign-in.js';
import type { Principal } from '../../domain/access/principal.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';
import { Public } from '../access.guard.js';
import {
  badField,
  codeNeeded,
  grantOf,
  notSignedIn,
  refreshedMeanwhile,
  tooEarly,
  viewOfSession,
  wrongLogin,
} from './answers.js';
import { fromOf, fromThisSite, Person, Who } from './caller.js';
import { Cookies } from './cookies.js';

/** Signing in and out, and the sessions of the caller. */
@Controller('/api/sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: KeepSessions,
    private readonly users: KeepUsers,
    private readonly keys: KeyRing,
    private readonly cookies: Cookies,
  ) {}

  @Public()
  @Post('/login')
  @HttpCode(200)
  async login(
    @Body() { login, password, code, tokens = false }: LoginBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionGrant> {
    fromThisSite(request, this.cookies.publicUrl);
    const typed = { login, password, ...(code === undefined ? {} : { code }) };
    const answer = await this.signIn.run(typed, fromOf(request));
    switch (answer.result) {
      case 'ok':
        if (!tokens) this.cookies.keepSession(reply, answer.granted);
        return grantOf(answer.user, answer.granted, tokens);
      case 'too-early':
        throw tooEarly(answer.waitMs);
      case 'wrong':
        throw wrongLogin();
      case 'code-needed':
      case 'wrong-code':
        throw codeNeeded(answer.result === 'wrong-code');
      default:
        return never(answer);
    }
  }

  /** By the cookie, or by the token of the body; the answer comes the same way. */
  @Public()
  @Post('/refresh')
  @HttpCode(200)
  async refresh(
    @Body() { refreshToken }: RefreshBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Omit<SessionGrant, 'user'>> {
    fromThisSite(request, this.cookies.publicUrl);
    const shown = refreshToken ?? this.cookies.refreshIn(request);
    if (shown === undefined) throw notSignedIn('no-refresh-token');
    const answer = await this.sessions.refresh(shown, fromOf(request));
    const byCookie = refreshToken === undefined;
    if (answer.result !== 'ok') {
      if (byCookie && answer.result !== 'raced') this.cookies.dropSession(reply);
      throw refreshRefused(answer.result);
    }
    const { granted } = answer;
    if (byCookie) this.cookies.keepSession(reply, granted);
    const { session, access: accessToken, accessMs } = granted;
    const grant = { session, accessToken, tokenType: 'Bearer' as const, expiresIn: accessMs / 1_000 };
    return byCookie ? grant : { ...grant, refreshToken: granted.refresh };
  }

  /** Always a success: whoever asks is signed out afterwards. */
  @Public()
  @Post('/logout')
  @HttpCode(200)
  async logout(
    @Body() { refreshToken }: RefreshBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ message: string }> {
    fromThisSite(request, this.cookies.publicUrl);
    const shown = refreshToken ?? this.cookies.refreshIn(request);
    if (shown !== undefined) await this.sessions.end(shown, fromOf(request));
    this.cookies.dropSession(reply);
    return { message: 'signed out' };
  }

  @Needs('signed-in')
  @Get('/me')
  async me(@Who() who: Principal): Promise<MeAnswer> {
    const { kind, id, name, administrator, projects, scopes, session } = who;
    const user = kind === 'user' ? await this.users.find(id) : undefined;
    return {
      kind,
      id,
      name,
      administrator,
      projects: Object.fromEntries(projects),
      ...(scopes ? { scopes: [...scopes] } : {}),
      ...(session === undefined ? {} : { session }),
      ...(user ? { login: user.login, totp: user.totp?.confirmed ?? false } : {}),
    };
  }

  @Needs('signed-in')
  @Get()
  async list(@Person() { id, session }: Principal): Promise<{ sessions: SessionView[] }> {
    return { sessions: (await this.sessions.list(id)).map(one => viewOfSession(one, session)) };
  }

  /** Other replicas refuse its access token within five seconds. */
  @Needs('signed-in')
  @Audited('session.revoked', 'session')
  @Delete('/:id')
  async revoke(@Person() who: Principal, @Param() { id }: IdParams): Promise<{ message: string }> {
    if (await this.sessions.revokeOne(who.id, id)) return { message: 'the session has ended' };
    throw notFound('unknown-session', `you have no session ${id}`, 'GET /api/sessions lists them');
  }

  @Needs('signed-in')
  @Audited('password.changed', 'user')
  @Post('/password')
  @HttpCode(200)
  async password(@Person() who: Principal, @Body() body: PasswordBody): Promise<{ message: string }> {
    const answer = await this.users.setPassword(who.id, who.session, body);
    if (answer === 'ok') return { message: 'the password was changed, and all other sessions have ended' };
    if (answer !== 'wrong') throw badField('next', answer.weak);
    throw new HttpFault(403, 'authorization', {
      code: 'wrong-password',
      message: 'the current password is not right',
      suggestions: ['whoever signs in elsewhere only has no password'],
    });
  }

  /** The public keys of access tokens (RFC 7517), for services that check them on their own. */
  @Public()
  @Get('/jwks')
  @Header('cache-control', 'public, max-age=60')
  async jwks(): Promise<{ keys: unknown[] }> {
    return this.keys.published();
  }
}

const refreshRefused = (result: Exclude<Refreshed['result'], 'ok'>): HttpFault => {
  switch (result) {
    case 'raced':
      return refreshedMeanwhile();
    case 'reused':
      return notSignedIn('refresh-reused');
    case 'over':
      return notSignedIn('session-over');
    default:
      return never(result);
  }
};
