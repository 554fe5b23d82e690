import type { Millis } from '@switchyard/kernel';
import type { Permission } from '../access/permissions.js';

/** A program that waits until somebody lets it in: RFC 8628. */
export interface Device {
  /** SHA-256 of the device code. */
  digest: string;
  /** SHA-256 of the user code. */
  userDigest: string;
  name: string;
  agent: string;
  ip: string;
  days: number;
  scopes?: Permission[];
  createdAt: Millis;
  expiresAt: Millis;
  /** Between two questions; it grows where the program asks too often. */
  intervalMs: Millis;
  askedAt?: Millis;
  /** Whoever confirmed it. */
  userId?: string;
  state: DeviceState;
}

export type DeviceState = 'waiting' | 'confirmed' | 'denied' | 'used';

export const deviceTimes = {
  /** Long enough to find a browser and sign in. */
  lifeMs: 10 * 60_000,
  /** RFC 8628, 3.2: the usual interval. */
  intervalMs: 5_000,
  /** RFC 8628, 3.5: what `slow_down` adds. */
  slowerMs: 5_000,
  /** Slower than this helps nobody. */
  slowestMs: 60_000,
} as const satisfies Record<string, Millis>;

/** Devices of one address that wait at once: more are a flood. */
export const mostWaiting = 20;

export type Polled = 'pending' | 'slow-down' | 'denied' | 'over' | 'ready';

/** What a question with the right device code is answered. */
export const judgePoll = (device: Device | undefined, now: Millis): Polled => {
  if (!device || device.expiresAt <= now || device.state === 'used') return 'over';
  if (device.askedAt !== undefined && now - device.askedAt < device.intervalMs) return 'slow-down';
  if (device.state === 'denied') return 'denied';
  return device.state === 'confirmed' ? 'ready' : 'pending';
};

/** How long the program has to wait from now on. */
export const nextInterval = ({ intervalMs }: Device, polled: Polled): Millis =>
  polled === 'slow-down' ? Math.min(deviceTimes.slowestMs, intervalMs + deviceTimes.slowerMs) : intervalMs;

/** RFC 8628, 6.1: consonants make no words, and none of these is taken for another; 20^8 codes. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const length = 8;
/** Bytes from here on would make some letters likelier than others. */
const fair = 256 - (256 % letters.length);

/** A user code of random bytes, without its dash; undefined where too few of them are of use. */
export const userCodeOf = (bytes: Uint8Array): string | undefined => {
  const code = [...bytes].filter(byte => byte < fair).map(byte => letters[byte % letters.length]);
  return code.length < length ? undefined : code.slice(0, length).join('');
};

export const shownCode = (code: string): string => `${code.slice(0, length / 2)}-${code.slice(length / 2)}`;

/** The code in what somebody typed; undefined where there is none. */
export const typedCode = (text: string): string | undefined => {
  const code = text.replace(/[\s\-–—.]/g, '').toUpperCase();
  return code.length === length && [...code].every(letter => letters.includes(letter)) ? code : undefined;
};
