import { createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { type Clock, Fault, isoTime, type Millis } from '@switchyard/kernel';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { lifetimes } from '../../domain/identity/user.js';
import type { SigningKey, SigningKeys } from './ports.js';
import type { Seal } from './secrets.js';

/** The one algorithm: ECDSA on P-256 (RFC 7518, section 3.4). What a token says about its algorithm is never followed. */
export const algorithm = 'ES256';
const curve = 'P-256';
const newPair = promisify(generateKeyPair);

const turnMs: Millis = 7 * 86_400_000;
/** What was signed last is still checked, with room for clocks that differ. */
const overlapMs: Millis = lifetimes.accessMs + 3_600_000;
const lookEveryMs: Millis = 60_000;
/** Names of keys that nobody has are asked of the store no more often. */
const askAgainMs: Millis = 1_000;

interface Known {
  row: SigningKey;
  public: KeyObject;
  /** Absent where it was sealed under another secret. */
  private?: KeyObject;
}

/** The keys of access tokens: all replicas share them through the store, and a new one takes over every week. */
export class KeyRing {
  private known = new Map<string, Known>();
  private lookedAt: Millis | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly keys: SigningKeys,
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  /** The key to sign with now; made where there is none. */
  async signing(): Promise<{ kid: string; key: KeyObject }> {
    await this.look(lookEveryMs);
    const found = this.usable() ?? (await this.made());
    if (found?.private) return { kid: found.row.kid, key: found.private };
    throw new Fault({
      code: 'no-signing-key',
      message: 'the key of access tokens cannot be opened: it was sealed under another secret',
      blame: 'platform',
      retry: true,
      suggestions: ['give every gateway the same YARD_TOKEN'],
    });
  }

  /** The key of that name, while it counts. */
  async checking(kid: string): Promise<KeyObject | undefined> {
    await this.look(lookEveryMs);
    if (!this.known.has(kid)) await this.look(askAgainMs);
    const found = this.known.get(kid);
    return found && found.row.checksUntil > this.clock.now() ? found.public : undefined;
  }

  /** JSON Web Key Set (RFC 7517, section 5): public parts only. */
  async published(): Promise<{ keys: JsonWebKey[] }> {
    await this.look(lookEveryMs);
    const now = this.clock.now();
    const rows = [...this.known.values()].map(({ row }) => row).filter(({ checksUntil }) => checksUntil > now);
    return {
      keys: rows.map(({ kid, publicKey }) => ({ ...publicPart(publicKey), kid, alg: algorithm, use: 'sig' })),
    };
  }

  private usable(): Known | undefined {
    const now = this.clock.now();
    return [...this.known.values()].findLast(one => one.private !== undefined && one.row.signsUntil > now);
  }

  /** Replicas that turn at once agree on the one that was first. */
  private async made(): Promise<Known | undefined> {
    const now = this.clock.now();
    const pair = await newPair('ec', { namedCurve: curve });
    const publicJwk = pair.publicKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint(publicJwk as JWK);
    const signsUntil = now + turnMs;
    const sealed = this.seal.close(JSON.stringify(pair.privateKey.export({ format: 'jwk' })), kid);
    const publicKey = JSON.stringify(publicJwk);
    // Two replicas have the same turn when they know the same keys on the same day; a day's end makes two keys at worst.
    const day = isoTime(now).slice(0, 10);
    const turn = [algorithm, day, ...[...this.known.keys()].sort()].join(' ');
    await this.keys.add(turn, {
      kid,
      publicKey,
      sealed,
      createdAt: now,
      signsUntil,
      checksUntil: signsUntil + overlapMs,
    });
    await this.look(0);
    return this.usable();
  }

  private look(olderThanMs: Millis): Promise<void> {
    if (this.lookedAt !== undefined && this.clock.monotonic() - this.lookedAt < olderThanMs) return Promise.resolve();
    this.looking ??= this.read().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async read(): Promise<void> {
    const rows = await this.keys.list(this.clock.now());
    const ours = rows.filter(row => publicPart(row.publicKey).crv === curve);
    this.known = new Map(ours.map(row => [row.kid, this.known.get(row.kid) ?? this.opened(row)]));
    this.lookedAt = this.clock.monotonic();
  }

  private opened(row: SigningKey): Known {
    const opened = this.seal.open(row.sealed, row.kid);
    const found = { row, public: createPublicKey({ format: 'jwk', key: publicPart(row.publicKey) }) };
    if (opened === undefined) return found;
    return { ...found, private: createPrivateKey({ format: 'jwk', key: JSON.parse(opened) as JsonWebKey }) };
  }
}

/** Whatever stands in the row, nothing but these leaves. */
const publicPart = (text: string) => {
  const { kty = '', crv = '', x = '', y = '' } = JSON.parse(text) as Record<string, string>;
  return { kty, crv, x, y };
};
