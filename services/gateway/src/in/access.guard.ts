import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isForgeable } from '../app/access/csrf.js';
import { Authenticator } from '../app/identity/authenticator.js';
import type { Permission, PlatformPermission } from '../domain/access/permissions.js';
import type { Principal } from '../domain/access/principal.js';
import { Admission } from './access/admission.js';
import { forgeable, notAllowed, notSignedIn } from './access/faults.js';
import { neededPermission } from './access/needs.js';
import type { KnownRequest } from './access/request.js';
import { type Scope, scopeMark, scopeOf } from './access/scope.js';

export const publicMark = 'switchyard:public';

/** Opens a route to everybody; all others name what they need. */
export const Public = () => SetMetadata(publicMark, true);

/**
 * Stands before every route: finds out who asks, and for which project, and lets in who may. A route that says nothing
 * about itself is refused to everybody.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly admission: Admission,
  ) {}

  /** @throws HttpFault 401, 403, 404, or 400 where a project must be named */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.marked<boolean>(context, publicMark)) return true;
    const request = context.switchToHttp().getRequest<KnownRequest>();
    const principal = await this.known(request);
    const needed = this.marked<Permission | PlatformPermission>(context, neededPermission);
    const path = request.routeOptions.url ?? '';
    const scope = needed && scopeOf(path, needed, this.marked<Scope>(context, scopeMark));
    if (!needed || !scope) throw notAllowed('platform.manage');
    request.principal = principal;
    const project = await this.admission.admit(principal, needed, scope, request);
    if (project !== undefined) request.project = project;
    return true;
  }

  private async known(request: KnownRequest): Promise<Principal> {
    const { authorization, cookie } = request.headers;
    const principal = await this.authenticator.principalOf({
      ...(authorization === undefined ? {} : { authorization }),
      ...(cookie === undefined ? {} : { cookie }),
    });
    if (!principal) throw notSignedIn(/^Bearer \S+$/i.test(authorization ?? '') || cookie !== undefined);
    const csrf = [request.headers['yard-csrf']].flat()[0];
    if (isForgeable({ method: request.method, authorization, cookie, csrf })) throw forgeable();
    return principal;
  }

  private marked<Value>(context: ExecutionContext, mark: string): Value | undefined {
    return this.reflector.getAllAndOverride<Value | undefined>(mark, [context.getHandler(), context.getClass()]);
  }
}
