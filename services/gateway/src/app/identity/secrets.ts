import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256: right for secrets of 256 random bits, which nobody can guess; passwords have a hash of their own. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a key derived (RFC 5869) from the platform's own secret. */
export class Seal {
  private readonly key: Buffer;

  /** @param purpose keys of two purposes are different. */
  constructor(secret: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', `switchyard/${purpose}`, 32));
  }

  /** @param about what it belongs to: it opens nowhere else. */
  close(text: string, about: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(about));
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }

  /** @returns undefined for what was not sealed so. */
  open(sealed: string, about: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < nonceBytes + tagBytes) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-tagBytes));
    try {
      const text = [decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()];
      return Buffer.concat(text).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
