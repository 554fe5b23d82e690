import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ProjectId } from '@switchyard/contracts';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../domain/access/principal.js';

/** A request behind the guard. */
export interface KnownRequest extends FastifyRequest {
  /** Who sent it; absent on public routes. */
  principal?: Principal;
  /** The project it was let in for; absent where an administrator named none, and on routes of objects. */
  project?: ProjectId;
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<KnownRequest>();

export const principalOf = ({ principal }: KnownRequest): Principal => {
  if (principal) return principal;
  throw new Error('nobody is known on a public route');
};

/** Who sent the request. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  principalOf(requestOf(context)),
);

/** The project the guard has let the request in for; undefined: an administrator named none, which means all. */
export const InProject = createParamDecorator(
  (_data: unknown, context: ExecutionContext): ProjectId | undefined => requestOf(context).project,
);
