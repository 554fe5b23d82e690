import { createHash } from 'node:crypto';
import type { Millis } from '@switchyard/kernel';
import { accountRule, addressRule, type BackOffRule, waitAfter } from '../../domain/limits/back-off.js';
import type { Counting } from './ports.js';

/** Makes guessing slow: after some failures each further try has to wait, per account and per address. */
export abstract class SignInBackOff {
  /**
   * Asked once before each password is looked at, and counts that try: of many at the same moment few come through.
   * @returns milliseconds that this try comes too early; 0 lets it through.
   * @param account as it was typed, also when there is none of that name.
   */
  abstract waitMs(account: string, ip: string): Promise<Millis>;
  /** To be called after each wrong password and each wrong code. */
  abstract failed(account: string, ip: string): Promise<void>;
  /** Forgets the failures of the account; those of the address stay, or guessers would reset them by their own account. */
  abstract succeeded(account: string, ip: string): Promise<void>;
}

/** By counters, which all replicas share where there is a Redis. */
export class CountedBackOff extends SignInBackOff {
  constructor(private readonly counting: Counting) {
    super();
  }

  async waitMs(account: string, ip: string): Promise<Millis> {
    const keys = keysOf(account, ip);
    const waits = await Promise.all(keys.map(([key]) => this.counting.look(`wait:${key}`)));
    const ms = Math.max(0, ...waits.map(span => span?.leftMs ?? 0));
    return ms > 0 ? ms : this.crowd(keys);
  }

  /** Those that begin together know nothing of each other's failures yet. */
  private async crowd(keys: readonly [string, BackOffRule][]): Promise<Millis> {
    const waits = await Promise.all(
      keys.map(async ([key, { free, firstMs }]) => {
        const { count, leftMs } = await this.counting.add(`begun:${key}`, firstMs);
        return count > free ? leftMs : 0;
      }),
    );
    return Math.max(0, ...waits);
  }

  async failed(account: string, ip: string): Promise<void> {
    await Promise.all(
      keysOf(account, ip).map(async ([key, rule]) => {
        const { count } = await this.counting.add(`failures:${key}`, rule.forgetMs);
        const ms = waitAfter(count, rule);
        if (ms > 0) await this.counting.set(`wait:${key}`, 1, ms);
      }),
    );
  }

  async succeeded(account: string): Promise<void> {
    const key = accountKey(account);
    await Promise.all([this.counting.clear(`failures:${key}`), this.counting.clear(`wait:${key}`)]);
  }
}

/** Names are typed by strangers, of any length and in any spelling: the key has neither. */
const accountKey = (account: string) =>
  `account:${createHash('sha256').update(account.normalize('NFKC').trim().toLowerCase()).digest('base64url')}`;

const keysOf = (account: string, ip: string): [string, BackOffRule][] => [
  [accountKey(account), accountRule],
  [`address:${ip}`, addressRule],
];
