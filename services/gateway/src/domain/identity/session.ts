import type { Millis } from '@switchyard/kernel';

/** Where a client comes from. */
export interface From {
  agent: string;
  ip: string;
}

/** One sign-in of a user. All its refresh tokens are one family. */
export interface Session {
  id: string;
  userId: string;
  /** How it was signed in: `password`, `first`, or the name of the provider. */
  by: string;
  /** What the client calls itself, cut. */
  agent: string;
  ip: string;
  createdAt: Millis;
  usedAt: Millis;
  expiresAt: Millis;
  /** SHA-256 of the part that all tokens of the family share. */
  family: string;
  /** SHA-256 of the one refresh token that counts. */
  current: string;
  /** That of the one before. */
  previous?: string;
  revokedAt?: Millis;
}

/**
 * A client that refreshes in several places at once shows the token before the current one. That long it is told so and
 * keeps its session; it gets no token by it.
 */
export const raceMs: Millis = 10_000;

export type Refresh = 'rotate' | 'raced' | 'reused' | 'over';

/** What a shown refresh token of the right family means. */
export const judgeRefresh = (session: Session, digest: string, now: Millis): Refresh => {
  if (session.revokedAt !== undefined || session.expiresAt <= now) return 'over';
  if (session.current === digest) return 'rotate';
  return session.previous === digest && now - session.usedAt <= raceMs ? 'raced' : 'reused';
};

export const isOpen = ({ revokedAt, expiresAt }: Session, now: Millis): boolean =>
  revokedAt === undefined && expiresAt > now;
