import { type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Millis } from '@switchyard/kernel';
import type { FastifyReply } from 'fastify';
import { isForgeable } from '../app/access/csrf.js';
import { Authenticator } from '../app/identity/authenticator.js';
import type { Permission, PlatformPermission } from '../domain/access/permissions.js';
import type { Principal } from '../domain/access/principal.js';
import { Admission } from './access/admission.js';
import { type CallerOptions, callerStrategy, CallerStrategy } from './access/caller.strategy.js';
import { forgeable, notAllowed, notSignedIn } from './access/faults.js';
import { neededPermission } from './access/needs.js';
import { type KnownRequest, principalOf } from './access/request.js';
import { type Scope, scopeMark, scopeOf } from './access/scope.js';
import { watch, watchedMark, watchEveryMs } from './access/watched.js';

export const publicMark = 'switchyard:public';

/** Opens a route to everybody; all others name what they need. */
export const Public = () => SetMetadata(publicMark, true);

/**
 * Stands before every route: has passport find out who asks, decides for which project, and lets in who may. A route that
 * says nothing about itself is refused to everybody.
 */
@Injectable()
export class AccessGuard extends AuthGuard(callerStrategy) {
  private readonly strategy = new CallerStrategy();

  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly admission: Admission,
    private readonly againMs: Millis = watchEveryMs,
  ) {
    super({ property: 'principal' });
  }

  /** @throws HttpFault 401, 403, 404, or 400 where a project must be named */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.marked<boolean>(context, publicMark)) return true;
    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const principal = principalOf(request);
    const needed = this.marked<Permission | PlatformPermission>(context, neededPermission);
    const path = request.routeOptions.url ?? '';
    const scope = needed && scopeOf(path, needed, this.marked<Scope>(context, scopeMark));
    if (!needed || !scope) throw notAllowed('platform.manage');
    const project = await this.admission.admit(principal, needed, scope, request);
    if (project !== undefined) request.project = project;
    if (this.marked<boolean>(context, watchedMark)) {
      const { raw } = context.switchToHttp().getResponse<FastifyReply>();
      watch(raw, () => this.stillMay(request, needed, scope), this.againMs);
    }
    return true;
  }

  override getAuthenticateOptions(): CallerOptions {
    return { authenticator: this.authenticator };
  }

  /** @throws HttpFault 401, or 403 for what a page of another site may have sent */
  override handleRequest<Known = Principal>(
    error: unknown,
    principal: Known | false,
    _info: unknown,
    context: ExecutionContext,
  ): Known {
    if (error) throw error;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const { authorization, cookie } = request.headers;
    if (!principal) throw notSignedIn(/^Bearer \S+$/i.test(authorization ?? '') || cookie !== undefined);
    const csrf = [request.headers['yard-csrf']].flat()[0];
    if (isForgeable({ method: request.method, authorization, cookie, csrf })) throw forgeable();
    return principal;
  }

  /** For what it was let in for: who is less than then, or in other projects, would be shown something else. */
  private async stillMay(request: KnownRequest, needed: Permission | PlatformPermission, scope: Scope): Promise<void> {
    const { project, params } = request;
    const asking = project === undefined ? request : { params, query: { project }, body: undefined };
    const principal = await this.strategy.validate(request, this.getAuthenticateOptions());
    if (!principal) throw notSignedIn(true);
    const now = await this.admission.admit(principal, needed, scope, asking);
    if (now !== project) throw notAllowed(needed, now);
  }

  private marked<Value>(context: ExecutionContext, mark: string): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(mark, [context.getHandler(), context.getClass()]);
  }
}
