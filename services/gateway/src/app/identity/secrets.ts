import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { decrypt, encrypt, keyBytes } from '@switchyard/kernel/sealed';

/** SHA-256: right for secrets of 256 random bits, which nobody can guess; passwords have a hash of their own. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** AES-256-GCM under a key derived (RFC 5869) from the platform's own secret. */
export class Seal {
  private readonly key: Buffer;

  /** @param purpose keys of two purposes are different. */
  constructor(secret: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', `switchyard/${purpose}`, keyBytes));
  }

  /** @param about what it belongs to: it opens nowhere else. */
  close(text: string, about: string): string {
    return encrypt(this.key, about, Buffer.from(text)).toString('base64url');
  }

  /** @returns undefined for what was not sealed so. */
  open(sealed: string, about: string): string | undefined {
    try {
      return decrypt(this.key, about, Buffer.from(sealed, 'base64url')).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
