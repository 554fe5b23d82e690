import type { ProjectId } from '@switchyard/contracts';
import type { Permission, Role } from './permissions.js';

/** Who sent a request, once that is proved. */
export interface Principal {
  /** A person in a session, a token of a person or a service, or the token the platform was started with. */
  kind: 'user' | 'token' | 'platform';
  /** Of the user, the token or `platform`; what the audit names. */
  id: string;
  /** As people read it. */
  name: string;
  /** An administrator of the platform may do everything everywhere. */
  administrator: boolean;
  /** The role in each project that it may see. */
  projects: ReadonlyMap<ProjectId, Role>;
  /** What a token is limited to, besides what its owner may; everything unless given. */
  scopes?: ReadonlySet<Permission>;
  /** The session it signed in with. */
  session?: string;
}

/** Who the token that the platform was started with stands for. */
export const platformPrincipal: Principal = {
  kind: 'platform',
  id: 'platform',
  name: 'owner',
  administrator: true,
  projects: new Map(),
};
