import type { ApiToken } from '../../domain/identity/api-token.js';
import type { Device } from '../../domain/identity/device.js';
import type { From, Session } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';
import type { AuditActor, AuditEntry } from '../audit/audit.js';
import type { WriteAudit } from '../audit/write-audit.js';

type Known = Pick<User, 'id' | 'name' | 'login'>;

/** Whoever tries, and has proved nothing. */
const nobody: AuditActor = { kind: 'nobody', id: 'nobody', name: 'nobody' };

/** What the audit has of people who come, go, and are turned away: routes without a guard tell it by themselves. */
export class NotePeople {
  constructor(private readonly audit: Pick<WriteAudit, 'noteDone'>) {}

  /** @param by how: `password`, `first`, or the name of the provider. */
  signedIn(user: Known, by: string, session: string, from: From): Promise<void> {
    return this.bySelf('session.opened', user, from, { kind: 'session', id: session }, { by, agent: from.agent });
  }

  /**
   * The login stands there only where it is somebody's: people type passwords into the wrong field. The answer does not wait
   * for the audit to come back.
   */
  async refused(user: Known | undefined, by: string, why: string, from: From): Promise<void> {
    const on = { kind: 'user', ...(user ? { id: user.id, name: user.login } : { id: 'unknown' }) };
    const entry = { action: 'session.refused', by: nobody, from: from.ip, on, after: { by, why } };
    await this.audit.noteDone(entry).catch(() => undefined);
  }

  signedOut(user: Known, { id }: Session, from: From): Promise<void> {
    return this.bySelf('session.closed', user, from, { kind: 'session', id });
  }

  /** Two clients have tokens of one session. */
  async reused(user: Known | undefined, { id, userId }: Session, from: From): Promise<void> {
    const on = { kind: 'session', id, name: user?.login ?? userId };
    const entry = { action: 'session.reused', by: nobody, from: from.ip, on, after: { why: 'an old refresh token' } };
    await this.audit.noteDone(entry).catch(() => undefined);
  }

  /** @param by `first`, or the name of the provider. */
  joined(user: Known, by: string, administrator: boolean, from: From): Promise<void> {
    const after = { by, login: user.login, name: user.name, administrator };
    return this.bySelf('user.joined', user, from, { kind: 'user', id: user.id, name: user.login }, after);
  }

  linked(user: Known, provider: string, from: From): Promise<void> {
    const on = { kind: 'user', id: user.id, name: user.login };
    return this.bySelf('identity.linked', user, from, on, { provider });
  }

  /** A program was let in or turned away by somebody who was shown its code. */
  device(
    user: Pick<User, 'id' | 'name'>,
    verdict: 'confirmed' | 'denied',
    { name, ip: asker }: Device,
    from: From,
  ): Promise<void> {
    return this.bySelf(`device.${verdict}`, user, from, { kind: 'device', id: 'device', name }, { asker });
  }

  tokenByDevice(user: Known, { id, name, expiresAt, scopes }: ApiToken, from: From): Promise<void> {
    const after = { by: 'device', expiresAt: new Date(expiresAt).toISOString(), ...(scopes ? { scopes } : {}) };
    return this.bySelf('token.created', user, from, { kind: 'token', id, name }, after);
  }

  private bySelf(
    action: string,
    { id, name }: Pick<Known, 'id' | 'name'>,
    { ip }: From,
    on: AuditEntry['on'],
    after?: object,
  ): Promise<void> {
    const by = { kind: 'user', id, name };
    return this.audit.noteDone({ action, by, from: ip, on, ...(after ? { after } : {}) });
  }
}
