import type { KeyObject } from 'node:crypto';
import { JsonWebTokenError, JwtSecretRequestType, JwtService, type JwtSignOptions } from '@nestjs/jwt';
import { type Clock, isSortableId } from '@switchyard/kernel';
import { lifetimes } from '../../domain/identity/user.js';
import { algorithm } from './key-ring.js';

export const issuer = 'switchyard';
export const audience = 'switchyard-api';
/** RFC 9068, section 2.1: no other kind of token passes for one. */
const type = 'at+jwt';
/** Ours have less than 500 characters. */
const longest = 2_048;
const lifeSeconds = lifetimes.accessMs / 1_000;
/** For a replica whose clock is behind the one that signed. */
const aheadSeconds = 60;

/** Where the keys come from. */
export interface Keys {
  signing(): Promise<{ kid: string; key: KeyObject }>;
  checking(kid: string): Promise<KeyObject | undefined>;
}

export interface Claims {
  userId: string;
  session: string;
}

/** Short-lived proofs of a session: JSON Web Tokens with nothing in them but who and which session. */
export class AccessTokens {
  private readonly jwt: JwtService;

  constructor(
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.jwt = new JwtService({
      signOptions: { algorithm, issuer, audience, expiresIn: lifeSeconds },
      verifyOptions: { algorithms: [algorithm], issuer, audience },
      secretOrKeyProvider: async (request, token, options) => {
        if (request === JwtSecretRequestType.SIGN) return keyIn(options as JwtSignOptions);
        const kid = kidOf(token as string);
        const key = kid === undefined ? undefined : await keys.checking(kid);
        if (key) return key;
        throw new JsonWebTokenError('not signed by this platform');
      },
    });
    this.signing = () => keys.signing();
  }

  private readonly signing: Keys['signing'];

  async make({ userId, session }: Claims): Promise<{ token: string; expiresInMs: number }> {
    const { kid, key } = await this.signing();
    const token = await this.jwt.signAsync(
      { sid: session, iat: this.seconds() },
      { subject: userId, keyid: kid, privateKey: key, header: { alg: algorithm, typ: type } },
    );
    return { token, expiresInMs: lifetimes.accessMs };
  }

  /** @returns undefined for whatever this platform has not signed as it is, or that is not valid now. */
  async read(token: string): Promise<Claims | undefined> {
    const now = this.seconds();
    try {
      const claims = await this.jwt.verifyAsync<Record<string, unknown>>(token, { clockTimestamp: now });
      return claimsIn(claims, now);
    } catch (error) {
      // Only its own mistakes are the token's.
      if (error instanceof JsonWebTokenError) return undefined;
      throw error;
    }
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1_000);
  }
}

const keyIn = ({ privateKey }: JwtSignOptions) => {
  if (privateKey !== undefined) return privateKey;
  throw new Error('signed without a key');
};

/** Beyond what the library checks: nothing is missing, one audience, no longer life than ours, not from the future. */
const claimsIn = ({ sub, sid, iat, exp, aud }: Record<string, unknown>, now: number): Claims | undefined => {
  if (!isSortable(sub) || !isSortable(sid) || aud !== audience) return undefined;
  if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  return exp - iat <= lifeSeconds && iat <= now + aheadSeconds ? { userId: sub, session: sid } : undefined;
};

const isSortable = (value: unknown): value is string => typeof value === 'string' && isSortableId(value);

/**
 * The name of the key, when the header is one of ours to the letter: no `jku`, `jwk`, `x5u`, `crit` or anything else that
 * could lead to another key, and nothing twice.
 */
// A signature has 64 bytes, which is 86 letters: of another length the library makes a crash and not a refusal.
const kidOf = (token: string): string | undefined => {
  if (token.length > longest) return undefined;
  const [, head = '', body = '', proof = ''] = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/.exec(token) ?? [];
  const header = isCanonical(proof) && objectIn(body) ? objectIn(head) : undefined;
  return header && kidIn(header);
};

const kidIn = ({ alg, typ, kid, ...more }: Record<string, unknown>): string | undefined => {
  const isOurs = alg === algorithm && typ === type && Object.keys(more).length === 0;
  return isOurs && typeof kid === 'string' && /^[\w-]{43}$/.test(kid) ? kid : undefined;
};

/** One text for the same bytes (RFC 4648, section 3.5). */
const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

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
