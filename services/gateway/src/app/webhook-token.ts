import { createHash, createHmac } from 'node:crypto';
import type { Checked, KeptToken, Proof } from '../domain/webhook-proof.js';
import { isSameText } from './same-text.js';

/**
 * The token of a pipeline or a project, made from the platform's key. A signature can only be checked by who has the token itself, and
 * so it must come back from something; who reads the store alone cannot make it.
 */
export const tokenOf = (key: string, owner: string, salt: string): string =>
  `yhk_${createHmac('sha256', key).update(`webhook\n${owner}\n${salt}`).digest('base64url')}`;

export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Takes the same time whatever the proof is. */
export const check = (key: string, owner: string, { salt, digest }: KeptToken, proof: Proof): Checked => {
  if (proof.kind === 'token') return isSameText(digestOf(proof.token), digest) ? 'ok' : 'wrong';
  const token = tokenOf(key, owner, salt);
  if (!isSameText(digestOf(token), digest)) return 'other-key';
  const expected = createHmac('sha256', token).update(proof.body).digest('hex');
  return isSameText(proof.signature, expected) ? 'ok' : 'wrong';
};
