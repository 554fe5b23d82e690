import type { FastifyRequest } from 'fastify';
import type { AuditActor } from '../../domain/audit/record.js';
import type { Principal } from '../../domain/access/principal.js';
import { owner } from '../access.guard.js';
import { actorIn } from '../actor.js';

/** Who sent a request, as the audit names it. The platform's own token goes by the name its sender gives. */
export const auditActorOf = (request: FastifyRequest): AuditActor => {
  const { principal } = request as { principal?: Principal };
  if (principal && principal.kind !== 'platform') {
    const { kind, id, name } = principal;
    return { kind, id, name };
  }
  const header = request.headers['yard-actor'];
  return { kind: 'platform', id: 'platform', name: header === undefined ? owner : actorIn([header].flat().join(' ')) };
};
