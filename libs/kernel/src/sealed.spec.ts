import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, sealFor, SealingKey } from './sealed.js';

const key = randomBytes(32);
const plain = Buffer.from('correct horse battery staple');
const flip = (bytes: Buffer, bit: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
};

describe('a sealed value', () => {
  it('opens with its key, for what it is about', () => {
    expect(decrypt(key, 'a', encrypt(key, 'a', plain)).equals(plain)).toBe(true);
    expect(decrypt(key, 'a', encrypt(key, 'a', Buffer.alloc(0))).length).toBe(0);
  });

  it('never looks the same twice', () => {
    const boxes = Array.from({ length: 200 }, () => encrypt(key, 'a', plain).toString('hex'));
    expect(new Set(boxes.map(box => box.slice(0, 24))).size).toBe(200);
  });

  it('does not open for something else, with another key, cut short, or with any bit changed', () => {
    const box = encrypt(key, 'a', plain);
    const refused = (act: () => unknown) => expect(act).toThrow('cannot be opened');
    refused(() => decrypt(key, 'b', box));
    refused(() => decrypt(randomBytes(32), 'a', box));
    for (let length = 0; length < box.length; length += 1) refused(() => decrypt(key, 'a', box.subarray(0, length)));
    for (let bit = 0; bit < box.length * 8; bit += 1) refused(() => decrypt(key, 'a', flip(box, bit)));
  });
});

describe('a value sealed for somebody', () => {
  it('opens for its owner and nobody else', () => {
    const [mine, other] = [new SealingKey(), new SealingKey()];
    const sealed = sealFor(mine.publicKey, 'attempt', plain);
    expect(mine.publicKey).toMatch(/^[\w-]{43}$/);
    expect(mine.open('attempt', sealed).equals(plain)).toBe(true);
    expect(() => other.open('attempt', sealed)).toThrow('cannot be opened');
    expect(() => mine.open('another', sealed)).toThrow('cannot be opened');
  });

  it('does not open with any byte changed, also of the key it came with', () => {
    const mine = new SealingKey();
    const bytes = Buffer.from(sealFor(mine.publicKey, 'attempt', plain), 'base64url');
    // The highest bit of an X25519 key means nothing (RFC 7748, section 5); the key derived still differs.
    for (let bit = 0; bit < bytes.length * 8; bit += 3)
      expect(() => mine.open('attempt', flip(bytes, bit).toString('base64url'))).toThrow('cannot be opened');
    expect(() => mine.open('attempt', '')).toThrow('cannot be opened');
    expect(() => mine.open('attempt', Buffer.alloc(80).toString('base64url'))).toThrow('cannot be opened');
  });
});
