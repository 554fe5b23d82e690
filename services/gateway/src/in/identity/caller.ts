import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { HttpFault } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';
import type { From } from '../../domain/identity/session.js';
import type { Principal } from '../../domain/access/principal.js';

const requestOf = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest & { principal?: Principal }>();

const principalIn = (context: ExecutionContext): Principal => {
  const { principal } = requestOf(context);
  if (principal) return principal;
  throw new Error('nobody is known on a public route');
};

/** Who sent the request, on routes behind the guard. */
export const Who = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => principalIn(context));

/** Who sent it, where only a person in a session may: neither a token nor the platform's own. */
export const Person = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const principal = principalIn(context);
  if (principal.kind === 'user') return principal;
  throw new HttpFault(403, 'authorization', {
    code: 'people-only',
    message: 'only somebody who is signed in may do this, and no token',
    suggestions: ['sign in with POST /api/sessions/login'],
  });
});

export const fromOf = ({ headers, ip }: FastifyRequest): From => ({ agent: headers['user-agent'] ?? '', ip });

/**
 * Refuses what a page of another site has a browser send: routes of sign-in are open to everybody, so that no guard stands
 * before them. Programs send neither of the two headers.
 * @throws HttpFault `other-site`
 */
export const fromThisSite = ({ headers }: FastifyRequest, publicUrl: string | undefined): void => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined ? site === 'same-origin' || site === 'none' : isOwn(origin, host, publicUrl)) return;
  throw new HttpFault(403, 'authorization', {
    code: 'other-site',
    message: 'a page of another site may not sign anybody in or out here',
    suggestions: ['open the platform itself'],
  });
};

const isOwn = (origin: string | undefined, host: string | undefined, publicUrl: string | undefined): boolean => {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const shown = new URL(origin);
  return shown.host === host || (publicUrl !== undefined && shown.origin === new URL(publicUrl).origin);
};
