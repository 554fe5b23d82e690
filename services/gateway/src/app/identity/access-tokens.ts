import { type Clock, isSortableId } from '@switchyard/kernel';
import { type CryptoKey, errors, jwtVerify, SignJWT } from 'jose';
import { lifetimes } from '../../domain/identity/user.js';
import { algorithm } from './key-ring.js';

export const issuer = 'switchyard';
export const audience = 'switchyard-api';
/** RFC 9068, section 2.1: no other kind of token passes for one. */
const type = 'at+jwt';
/** Ours have less than 500 characters. */
const longest = 2_048;

/** Where the keys come from. */
export interface Keys {
  signing(): Promise<{ kid: string; key: CryptoKey }>;
  checking(kid: string): Promise<CryptoKey | undefined>;
}

export interface Claims {
  userId: string;
  session: string;
}

/** Short-lived proofs of a session: JSON Web Tokens with nothing in them but who and which session. */
export class AccessTokens {
  constructor(
    private readonly keys: Keys,
    private readonly clock: Clock,
  ) {}

  async make({ userId, session }: Claims): Promise<{ token: string; expiresInMs: number }> {
    const { kid, key } = await this.keys.signing();
    const now = Math.floor(this.clock.now() / 1_000);
    const token = await new SignJWT({ sid: session })
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject(userId)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimes.accessMs / 1_000)
      .sign(key);
    return { token, expiresInMs: lifetimes.accessMs };
  }

  /** @returns undefined for whatever this platform has not signed as it is, or that is not valid now. */
  async read(token: string): Promise<Claims | undefined> {
    const kid = kidOf(token);
    const key = kid === undefined ? undefined : await this.keys.checking(kid);
    if (!key) return undefined;
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [algorithm],
        issuer,
        audience,
        typ: type,
        requiredClaims: ['sub', 'sid', 'iat', 'exp'],
        currentDate: new Date(this.clock.now()),
        // A minute for a replica whose clock is behind.
        maxTokenAge: lifetimes.accessMs / 1_000 + 60,
      });
      const { sub, sid } = payload;
      const isOurs = isSortable(sub) && isSortable(sid) && payload.aud === audience;
      return isOurs ? { userId: sub, session: sid } : undefined;
    } catch (error) {
      // Only its own mistakes are the token's.
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}

const isSortable = (value: unknown): value is string => typeof value === 'string' && isSortableId(value);

/**
 * The name of the key, when the header is one of ours to the letter: no `jku`, `jwk`, `x5u`, `crit` or anything else that
 * could lead to another key, and nothing twice.
 */
const kidOf = (token: string): string | undefined => {
  if (token.length > longest) return undefined;
  const [header, payload] = /^([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(token)?.slice(1).map(objectIn) ?? [];
  return header && payload ? kidIn(header) : undefined;
};

const kidIn = ({ alg, typ, kid, ...more }: Record<string, unknown>): string | undefined => {
  const isOurs = alg === algorithm && typ === type && Object.keys(more).length === 0;
  return isOurs && typeof kid === 'string' && /^[\w-]{43}$/.test(kid) ? kid : undefined;
};

/** The object that a part holds, when it is written as this platform writes it: a name that stands twice is not. */
const objectIn = (part: string): Record<string, unknown> | undefined => {
  const text = Buffer.from(part, 'base64url').toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    const isOurs =
      typeof value === 'object' && value !== null && !Array.isArray(value) && JSON.stringify(value) === text;
    return isOurs ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};
