import { type Clock, Fault, isoTime, type Millis } from '@switchyard/kernel';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { lifetimes } from '../../domain/identity/user.js';
import type { SigningKey, SigningKeys } from './ports.js';
import type { Seal } from './secrets.js';

/** The one algorithm: Ed25519 (RFC 8037). What a token says about its algorithm is never followed. */
export const algorithm = 'EdDSA';

const turnMs: Millis = 7 * 86_400_000;
/** What was signed last is still checked, with room for clocks that differ. */
const overlapMs: Millis = lifetimes.accessMs + 3_600_000;
const lookEveryMs: Millis = 60_000;
/** Names of keys that nobody has are asked of the store no more often. */
const askAgainMs: Millis = 1_000;

interface Known {
  row: SigningKey;
  public: CryptoKey;
  /** Absent where it was sealed under another secret. */
  private?: CryptoKey;
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
  async signing(): Promise<{ kid: string; key: CryptoKey }> {
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
  async checking(kid: string): Promise<CryptoKey | undefined> {
    await this.look(lookEveryMs);
    if (!this.known.has(kid)) await this.look(askAgainMs);
    const found = this.known.get(kid);
    return found && found.row.checksUntil > this.clock.now() ? found.public : undefined;
  }

  /** JSON Web Key Set (RFC 7517, section 5): public parts only. */
  async published(): Promise<{ keys: JWK[] }> {
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
    const pair = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    const signsUntil = now + turnMs;
    const sealed = this.seal.close(JSON.stringify(await exportJWK(pair.privateKey)), kid);
    const publicKey = JSON.stringify(publicJwk);
    // Two replicas have the same turn when they know the same keys on the same day; a day's end makes two keys at worst.
    const day = isoTime(now).slice(0, 10);
    const turn = [day, ...[...this.known.keys()].sort()].join(' ');
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
    const known = await Promise.all(rows.map(row => this.known.get(row.kid) ?? this.opened(row)));
    this.known = new Map(known.map(one => [one.row.kid, one]));
    this.lookedAt = this.clock.monotonic();
  }

  private async opened(row: SigningKey): Promise<Known> {
    const opened = this.seal.open(row.sealed, row.kid);
    const found = { row, public: (await importJWK(publicPart(row.publicKey), algorithm)) as CryptoKey };
    if (opened === undefined) return found;
    return { ...found, private: (await importJWK(JSON.parse(opened) as JWK, algorithm)) as CryptoKey };
  }
}

/** Whatever stands in the row, nothing but these leaves. */
const publicPart = (text: string): JWK => {
  const { kty, crv, x } = JSON.parse(text) as Record<string, string>;
  return { kty: kty ?? '', crv: crv ?? '', x: x ?? '' };
};
