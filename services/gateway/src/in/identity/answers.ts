import { HttpFault, notFound } from '@switchyard/http';
import { isoTime } from '@switchyard/kernel';
import type { ApiTokenView, SessionGrant, SessionView, UserView } from '@switchyard/contracts';
import type { Granted } from '../../app/identity/keep-sessions.js';
import type { ApiToken } from '../../domain/identity/api-token.js';
import type { Session } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';

export const grantOf = ({ id, login, name }: User, granted: Granted, withRefresh: boolean): SessionGrant => ({
  session: granted.session,
  user: { id, login, name },
  accessToken: granted.access,
  tokenType: 'Bearer',
  expiresIn: granted.accessMs / 1_000,
  ...(withRefresh ? { refreshToken: granted.refresh } : {}),
});

export const viewOfUser = ({ id, login, name, createdAt, totp, disabled }: User): UserView => ({
  id,
  login,
  name,
  createdAt,
  totp: totp?.confirmed ?? false,
  ...(disabled ? { disabled: true } : {}),
});

export const viewOfSession = (session: Session, current: string | undefined): SessionView => ({
  id: session.id,
  by: session.by,
  agent: session.agent,
  ip: session.ip,
  createdAt: isoTime(session.createdAt),
  usedAt: isoTime(session.usedAt),
  expiresAt: isoTime(session.expiresAt),
  current: session.id === current,
});

export const viewOfToken = (token: ApiToken): ApiTokenView => ({
  id: token.id,
  kind: token.kind,
  name: token.name,
  ...(token.scopes ? { scopes: token.scopes } : {}),
  ...(token.kind === 'service' ? { project: token.project, role: token.role } : {}),
  createdAt: isoTime(token.createdAt),
  createdBy: token.createdBy,
  expiresAt: isoTime(token.expiresAt),
  ...(token.usedAt === undefined ? {} : { usedAt: isoTime(token.usedAt) }),
});

export const wrongLogin = (): HttpFault =>
  new HttpFault(401, 'authentication', {
    code: 'wrong-login',
    message: 'there is nobody with this login and password',
    suggestions: ['check both; an administrator can invite you anew'],
  });

export const codeNeeded = (isWrong: boolean): HttpFault =>
  new HttpFault(401, 'authentication', {
    code: isWrong ? 'wrong-code' : 'code-needed',
    message: isWrong
      ? 'the code is not right, or it was used before'
      : 'the second factor is needed: the same request with "code"',
    suggestions: ['a code is of use once: wait for the next one, or use a recovery code'],
  });

export const tooEarly = (waitMs: number): HttpFault =>
  new HttpFault(429, 'authentication', {
    code: 'too-many-tries',
    message: `too many tries failed; the next one is taken in ${Math.ceil(waitMs / 1_000)} s`,
    suggestions: ['wait that long'],
    retryAfter: Math.ceil(waitMs / 1_000),
  });

export const notSignedIn = (code: 'session-over' | 'refresh-reused' | 'no-refresh-token'): HttpFault => {
  const says = {
    'session-over': 'the session is over',
    'refresh-reused': 'this refresh token was used before: its session was ended, since somebody else may have it',
    'no-refresh-token': 'there is no refresh token, neither as a cookie nor in the body',
  };
  return new HttpFault(401, 'authentication', { code, message: says[code], suggestions: ['sign in again'] });
};

export const refreshedMeanwhile = (): HttpFault =>
  new HttpFault(409, 'validation', {
    code: 'refreshed-meanwhile',
    message: 'another request has just refreshed this session',
    suggestions: ['go on with the tokens of that answer; a browser has its cookies already'],
  });

export const noLink = (): HttpFault =>
  new HttpFault(404, 'validation', {
    code: 'no-link',
    message: 'this link was used already, has expired, or never was one',
    suggestions: ['while there is no user at all, `yard up` prints a new one', 'ask an administrator for a new one'],
  });

export const loginTaken = (): HttpFault =>
  new HttpFault(409, 'validation', {
    code: 'login-taken',
    message: 'somebody has this login already',
    suggestions: ['choose another one; the link can still be used'],
  });

export const badField = (field: string, message: string): HttpFault =>
  new HttpFault(400, 'validation', { code: 'bad-request', message, details: { fields: [{ field, message }] } });

export const unknownUser = (id: string): HttpFault =>
  notFound('unknown-user', `there is no user ${id}`, 'GET /api/users lists them');
