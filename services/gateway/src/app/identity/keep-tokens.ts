import { randomBytes } from 'node:crypto';
import type { ProjectId } from '@switchyard/contracts';
import { type Clock, sortableId } from '@switchyard/kernel';
import { mayAs, type Permission, type Role, roles } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import type { ApiToken } from '../../domain/identity/api-token.js';
import { type KnownCallers, tokenPrefix } from './known-callers.js';
import type { ApiTokens } from './ports.js';
import { digestOf, newSecret } from './secrets.js';

export interface TokenWish {
  name: string;
  days: number;
  scopes?: Permission[];
  /** For a token of a service: where, and as what. */
  service?: { project: ProjectId; role: Role };
}

export type Made =
  | { result: 'ok'; token: string; kept: ApiToken }
  /** `by-token`: tokens make no tokens. `no-user`: the platform's token is nobody's. `hidden`: no such project for the caller. */
  | { result: 'by-token' | 'no-user' | 'hidden' | 'not-allowed' | 'too-many' };

/** Of one owner, or of one project. */
const most = 100;

/** Tokens for programs: a person's acts as that person, a service's has a role of its own in one project. */
export class KeepTokens {
  constructor(
    private readonly tokens: ApiTokens,
    private readonly callers: Pick<KnownCallers, 'forget'>,
    private readonly clock: Clock,
  ) {}

  async make(by: Principal, { name, days, scopes, service }: TokenWish): Promise<Made> {
    if (by.kind === 'token') return { result: 'by-token' };
    if (service) {
      const refusal = refusalOf(by, service.project, service.role);
      if (refusal) return { result: refusal };
    } else if (by.kind === 'platform') return { result: 'no-user' };
    const of = service ? { project: service.project } : { userId: by.id };
    if ((await this.tokens.list(of)).length >= most) return { result: 'too-many' };
    const now = this.clock.now();
    const token = `${tokenPrefix}${newSecret()}`;
    const facts = {
      id: sortableId(now, randomBytes(16)),
      name,
      digest: digestOf(token),
      createdAt: now,
      createdBy: by.name,
      expiresAt: now + days * 86_400_000,
      ...(scopes ? { scopes } : {}),
    };
    const kept: ApiToken = service
      ? { ...facts, kind: 'service', ...service }
      : { ...facts, kind: 'personal', userId: by.id };
    await this.tokens.add(kept);
    return { result: 'ok', token, kept };
  }

  /** The caller's own, or those of a project. @returns undefined where the caller may not see them. */
  async list(by: Principal, project: ProjectId | undefined): Promise<ApiToken[] | 'hidden' | 'not-allowed'> {
    if (project === undefined) {
      const userId = await this.personOf(by);
      return userId === undefined ? [] : this.tokens.list({ userId });
    }
    return refusalOf(by, project) ?? this.tokens.list({ project });
  }

  /** Whose tokens the caller may see: also by a personal token, unless it is limited to some scopes. */
  private async personOf(by: Principal): Promise<string | undefined> {
    if (by.kind !== 'token') return by.kind === 'user' ? by.id : undefined;
    const token = by.scopes ? undefined : await this.tokens.find(by.id);
    return token?.kind === 'personal' ? token.userId : undefined;
  }

  /** @returns undefined where there is none that the caller may end. */
  async remove(by: Principal, id: string): Promise<ApiToken | undefined> {
    const token = await this.tokens.find(id);
    if (!token || !mayEnd(by, token) || !(await this.tokens.remove(id))) return undefined;
    this.callers.forget({ token: token.digest });
    return token;
  }
}

/** Whoever may add members may add a service, and makes nothing greater than itself. */
const refusalOf = (by: Principal, project: ProjectId, as: Role = 'viewer'): 'hidden' | 'not-allowed' | undefined => {
  const role = by.administrator ? 'owner' : by.projects.get(project);
  if (role === undefined) return 'hidden';
  const inScope = by.scopes?.has('members.write') ?? true;
  const isGreatEnough = mayAs(role, 'members.write') && roles.indexOf(as) <= roles.indexOf(role);
  return inScope && isGreatEnough ? undefined : 'not-allowed';
};

/** A token may end itself, whatever else it may. */
const mayEnd = (by: Principal, token: ApiToken): boolean => {
  if (by.kind === 'token' && by.id === token.id) return true;
  if (token.kind === 'service') return refusalOf(by, token.project) === undefined;
  if (by.kind === 'token') return false;
  return by.administrator || by.id === token.userId;
};
