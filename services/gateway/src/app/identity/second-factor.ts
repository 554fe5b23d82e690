import { randomBytes } from 'node:crypto';
import type { Clock } from '@switchyard/kernel';
import { Secret, TOTP } from 'otpauth';
import type { Totp, User } from '../../domain/identity/user.js';
import type { Users } from './ports.js';
import { digestOf, type Seal } from './secrets.js';

const periodSeconds = 30;
/** A period early or late, for clocks that are off (RFC 6238, section 5.2). */
const window = 1;
const recoveryCodes = 10;
/** Others may change the user between reading and writing. */
const tries = 30;

export interface Offer {
  /** Base 32, to be typed. */
  secret: string;
  /** `otpauth:` address, to be shown as a QR code. */
  uri: string;
}

type Changed = { user: User } | undefined;

/** The second factor: codes of an authenticator (RFC 6238), and recovery codes for when it is lost. */
export class SecondFactor {
  constructor(
    private readonly users: Users,
    private readonly seal: Seal,
    private readonly clock: Clock,
  ) {}

  /** A new secret, which counts once it is confirmed. @returns undefined where a confirmed one is there already. */
  async offer(userId: string): Promise<Offer | undefined> {
    const secret = new Secret({ size: 20 });
    const changed = await this.change(userId, user => {
      if (user.totp?.confirmed) return undefined;
      const sealed = this.seal.close(secret.base32, userId);
      return { secret: sealed, confirmed: false, lastStep: 0, recovery: [] };
    });
    if (!changed) return undefined;
    return { secret: secret.base32, uri: totpOf(secret.base32, changed.user.login).toString() };
  }

  /** Turns it on. @returns the recovery codes, this once; undefined where the code is wrong or nothing waits for one. */
  async confirm(userId: string, code: string): Promise<string[] | undefined> {
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    const changed = await this.change(userId, user => {
      const { totp } = user;
      const step = totp && !totp.confirmed ? this.stepOf(user, totp, code) : undefined;
      if (!totp || step === undefined) return undefined;
      return { ...totp, confirmed: true, lastStep: step, recovery: codes.map(digestOf) };
    });
    return changed && codes;
  }

  /** Whether the code counts. It does so once: of two that show the same one, one is refused. */
  async take(userId: string, code: string): Promise<boolean> {
    return (await this.change(userId, user => this.taken(user, code))) !== undefined;
  }

  /** @returns whether the code was right; from then on none is asked for. */
  async turnOff(userId: string, code: string): Promise<boolean> {
    return (await this.change(userId, user => (this.taken(user, code) ? 'none' : undefined))) !== undefined;
  }

  private taken(user: User, code: string): Totp | undefined {
    const { totp } = user;
    if (!totp?.confirmed) return undefined;
    const step = this.stepOf(user, totp, code);
    if (step !== undefined) return { ...totp, lastStep: step };
    const digest = digestOf(code.trim().toLowerCase().replace(/[\s-]/g, ''));
    if (!totp.recovery.includes(digest)) return undefined;
    return { ...totp, recovery: totp.recovery.filter(one => one !== digest) };
  }

  /** The period that the code is of; undefined where it is wrong, or not later than the last that was taken. */
  private stepOf(user: User, totp: Totp, code: string): number | undefined {
    const digits = code.replace(/\s/g, '');
    const secret = /^\d{6}$/.test(digits) ? this.seal.open(totp.secret, user.id) : undefined;
    if (secret === undefined) return undefined;
    const timestamp = this.clock.now();
    const delta = totpOf(secret, user.login).validate({ token: digits, timestamp, window });
    if (delta === null) return undefined;
    const step = Math.floor(timestamp / 1_000 / periodSeconds) + delta;
    return step > totp.lastStep ? step : undefined;
  }

  /** By compare-and-set, decided anew where somebody else was faster. */
  private async change(userId: string, decide: (user: User) => Totp | 'none' | undefined): Promise<Changed> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const user = await this.users.find(userId);
      const totp = user && !user.disabled ? decide(user) : undefined;
      if (!user || totp === undefined) return undefined;
      const { totp: _before, ...rest } = user;
      const next: User = { ...rest, ...(totp === 'none' ? {} : { totp }), rev: user.rev + 1 };
      if (await this.users.replace(next)) return { user: next };
    }
    return undefined;
  }
}

const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Switchyard', label, secret: Secret.fromBase32(secret), period: periodSeconds });

/** 80 random bits: digests of them need no slow hash. */
const newRecoveryCode = (): string => randomBytes(10).toString('hex');
