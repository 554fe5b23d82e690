import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Granted } from '../../app/identity/keep-sessions.js';
import { accessCookie } from '../../app/identity/known-callers.js';
import { newCsrfToken } from '../../app/access/csrf-token.js';
import { cookieAttributes, cookieName } from '../limits/cookies.js';
import { lifetimes } from '../../domain/identity/user.js';

const refreshCookie = 'yard_refresh';
const flowCookie = 'yard_flow';
/** Read by the scripts of the site, which repeat it in the header `yard-csrf`. */
const csrfName = 'yard_csrf';
const sessionsPath = '/api/sessions';

/** What browsers keep. None of it is for scripts but the token against forged requests. */
export class Cookies {
  private readonly secure: boolean;

  constructor(readonly publicUrl: string | undefined) {
    this.secure = publicUrl?.startsWith('https:') ?? false;
  }

  /** @returns undefined also where the name stands twice: a neighbouring site may have set one of them. */
  refreshIn(request: FastifyRequest): string | undefined {
    return cookieIn(request, refreshCookie);
  }

  flowIn(request: FastifyRequest): string | undefined {
    return cookieIn(request, flowCookie);
  }

  keepSession(reply: FastifyReply, { access, accessMs, refresh, refreshMs }: Granted): void {
    this.set(reply, refreshCookie, refresh, { path: sessionsPath, httpOnly: true, maxAge: refreshMs / 1_000 });
    this.set(reply, accessCookie, access, { path: '/api', httpOnly: true, maxAge: accessMs / 1_000 });
    this.set(reply, this.csrfCookie, newCsrfToken(), { path: '/', maxAge: refreshMs / 1_000 });
  }

  dropSession(reply: FastifyReply): void {
    this.set(reply, refreshCookie, '', { path: sessionsPath, httpOnly: true, maxAge: 0 });
    this.set(reply, accessCookie, '', { path: '/api', httpOnly: true, maxAge: 0 });
    this.set(reply, this.csrfCookie, '', { path: '/', maxAge: 0 });
  }

  keepFlow(reply: FastifyReply, flow: string): void {
    const maxAge = lifetimes.flowMs / 1_000;
    this.set(reply, flowCookie, flow, { path: sessionsPath, httpOnly: true, maxAge });
  }

  dropFlow(reply: FastifyReply): void {
    this.set(reply, flowCookie, '', { path: sessionsPath, httpOnly: true, maxAge: 0 });
  }

  /** With TLS no other site of the domain can set it. */
  private get csrfCookie(): string {
    return cookieName(csrfName, { https: this.secure });
  }

  /** Lax: it is to come along when a provider sends the browser back. */
  private set(reply: FastifyReply, name: string, value: string, options: CookieSerializeOptions): void {
    void reply.setCookie(name, value, {
      ...cookieAttributes({ https: this.secure, fromLinks: true }),
      httpOnly: false,
      ...options,
    });
  }
}

const cookieIn = ({ headers, cookies }: FastifyRequest, name: string): string | undefined => {
  const times = (headers.cookie ?? '').split(';').filter(pair => pair.trim().startsWith(`${name}=`)).length;
  return times === 1 ? cookies[name] || undefined : undefined;
};
