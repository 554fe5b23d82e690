import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { passwordText } from '../../domain/identity/user.js';

const hash = promisify(argon2);

export interface Cost {
  /** KiB. */
  memory: number;
  passes: number;
  parallelism: number;
}

/** Of a new hash: OWASP Password Storage Cheat Sheet, argon2id. A password is hashed anew at a sign-in when it changes. */
export const passwordCost: Cost = { memory: 19_456, passes: 2, parallelism: 1 };

const tagLength = 32;
const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

/** Hashes of passwords, in the PHC string format. */
export class Passwords {
  /** One that no password has: who is not there takes as long as who is. */
  private readonly nobody: Promise<string>;

  constructor(private readonly cost: Cost = passwordCost) {
    this.nobody = this.hash(randomBytes(16).toString('hex'));
    this.nobody.catch(() => undefined);
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const tag = await tagOf(password, salt, this.cost);
    const { memory, passes, parallelism } = this.cost;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain(salt)}$${plain(tag)}`;
  }

  /** Takes as long for a user without a password as for any other. */
  async check(password: string, kept: string | undefined): Promise<'right' | 'right-but-old' | 'wrong'> {
    const [, memory, passes, parallelism, salt = '', tag = ''] = phc.exec(kept ?? (await this.nobody)) ?? [];
    const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
    const shown = await tagOf(password, Buffer.from(salt, 'base64'), cost);
    if (!timingSafeEqual(shown, Buffer.from(tag, 'base64')) || kept === undefined) return 'wrong';
    return isEqual(cost, this.cost) ? 'right' : 'right-but-old';
  }
}

const tagOf = (password: string, nonce: Buffer, cost: Cost): Promise<Buffer> =>
  hash('argon2id', { message: passwordText(password), nonce, tagLength, ...cost });

const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

const isEqual = (a: Cost, b: Cost) => a.memory === b.memory && a.passes === b.passes && a.parallelism === b.parallelism;
