import type { AuditActor } from '../../domain/audit/record.js';
import { type KnownRequest, principalOf } from '../access/request.js';
import { actorOf } from '../actor.js';

/** Who sent a request, as the audit names it. The platform's own token goes by the name its sender gives. */
export const auditActorOf = (request: KnownRequest): AuditActor => {
  const { kind, id } = principalOf(request);
  return { kind, id, name: actorOf(request) };
};
