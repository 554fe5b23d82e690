import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { HttpFault } from '@switchyard/http';
import type { FastifyRequest } from 'fastify';

const isPublic = 'switchyard:public';

/** Opens a route to everybody; all others ask for the token. */
export const Public = () => SetMetadata(isPublic, true);

/** Who a valid token stands for, as executions and pipelines show it. */
export const owner = 'owner';

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/** Asks every request for the token, except on routes marked public. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(
    private readonly reflector: Reflector,
    token: string,
  ) {
    this.expected = digestOf(token);
  }

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride<boolean>(isPublic, [context.getHandler(), context.getClass()])) return true;
    const [, token] = /^Bearer (\S+)$/i.exec(tokenHeader(context)) ?? [];
    if (token !== undefined && timingSafeEqual(digestOf(token), this.expected)) return true;
    throw new HttpFault(401, 'authentication', {
      code: token === undefined ? 'no-token' : 'wrong-token',
      message: token === undefined ? 'this route needs a token' : 'the token is not valid here',
      suggestions: ['send the header "Authorization: Bearer <token>"; `yard up` says where the token lies'],
    });
  }
}

const tokenHeader = (context: ExecutionContext) =>
  context.switchToHttp().getRequest<FastifyRequest>().headers.authorization ?? '';
