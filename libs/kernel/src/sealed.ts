import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Fault } from './fault.js';

// AES-256-GCM (NIST SP 800-38D) with random nonces of 96 bits, and X25519 (RFC 7748) with HKDF-SHA-256 (RFC 5869).

export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const publicBytes = 32;
const cipher = 'aes-256-gcm';

/**
 * Seals bytes under a key of 32 bytes.
 * @param about what the box is bound to: it opens only where the same is said.
 * @returns nonce, sealed bytes and tag
 */
export const encrypt = (key: Uint8Array, about: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]);
};

/** Opens what {@link encrypt} sealed. @throws Fault `cannot-be-opened` for another key, another `about` or any changed bit */
export const decrypt = (key: Uint8Array, about: string, box: Uint8Array): Buffer => {
  if (box.length < nonceBytes + tagBytes) throw cannotBeOpened();
  try {
    const opening = createDecipheriv(cipher, key, box.subarray(0, nonceBytes), { authTagLength: tagBytes });
    opening.setAAD(Buffer.from(about)).setAuthTag(box.subarray(-tagBytes));
    return Buffer.concat([opening.update(box.subarray(nonceBytes, -tagBytes)), opening.final()]);
  } catch (cause) {
    throw cannotBeOpened(cause);
  }
};

const cannotBeOpened = (cause?: unknown): Fault =>
  new Fault({
    code: 'cannot-be-opened',
    message: 'a sealed value cannot be opened: it was changed, moved, or sealed with another key',
    blame: 'platform',
    retry: false,
    ...(cause === undefined ? {} : { cause }),
  });

/** Seals bytes for the owner of a public key (32 bytes as base64url). What comes out is text of base64url. */
export const sealFor = (publicKey: string, about: string, plain: Uint8Array): string => {
  const own = generateKeyPairSync('x25519');
  const ownPublic = rawOf(own.publicKey);
  const receiver = publicOf(Buffer.from(publicKey, 'base64url'));
  const key = sharedKey(own.privateKey, receiver, ownPublic, rawOf(receiver));
  return Buffer.concat([ownPublic, encrypt(key, about, plain)]).toString('base64url');
};

/** A key pair that lives as long as its process: what was sealed for it opens nowhere else. */
export class SealingKey {
  private readonly pair = generateKeyPairSync('x25519');
  /** 32 bytes as base64url. */
  readonly publicKey = rawOf(this.pair.publicKey).toString('base64url');

  /** Opens what {@link sealFor} sealed. @throws Fault `cannot-be-opened` */
  open(about: string, sealed: string): Buffer {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < publicBytes) throw cannotBeOpened();
    const senderRaw = bytes.subarray(0, publicBytes);
    return decrypt(this.keyWith(senderRaw), about, bytes.subarray(publicBytes));
  }

  private keyWith(sender: Buffer): Buffer {
    try {
      return sharedKey(this.pair.privateKey, publicOf(sender), sender, rawOf(this.pair.publicKey));
    } catch (cause) {
      throw cannotBeOpened(cause);
    }
  }
}

const rawOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

const publicOf = (raw: Buffer): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: raw.toString('base64url') }, format: 'jwk' });

/** Bound to both public keys, so that neither can be exchanged. */
const sharedKey = (own: KeyObject, other: KeyObject, sender: Buffer, receiver: Buffer): Buffer => {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const info = Buffer.concat([Buffer.from('switchyard sealed v1'), sender, receiver]);
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, keyBytes));
};
