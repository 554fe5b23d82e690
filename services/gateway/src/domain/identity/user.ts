import type { Millis } from '@switchyard/kernel';

/** Somebody who may sign in. */
export interface User {
  id: string;
  /** What is typed to sign in; one of its kind, see {@link loginOf}. */
  login: string;
  /** As people read it. */
  name: string;
  /** Of the password, in the PHC string format; absent for those who sign in elsewhere only. */
  password?: string;
  /** The second factor, once it was asked for. */
  totp?: Totp;
  /** May not sign in any more. */
  disabled?: boolean;
  createdAt: string;
  /** Counts changes, from 1. */
  rev: number;
}

/** RFC 6238, with the values every authenticator knows: SHA-1, six digits, 30 s. */
export interface Totp {
  /** Sealed. */
  secret: string;
  /** Asked for at each sign-in once it was confirmed with a first code. */
  confirmed: boolean;
  /** The last period of which a code was taken: no code counts twice. */
  lastStep: number;
  /** SHA-256 of the recovery codes that are left. */
  recovery: string[];
}

/** The login as it is kept and compared. Undefined for what is none. */
export const loginOf = (typed: string): string | undefined => {
  const login = typed.normalize('NFKC').trim().toLowerCase();
  return /^[a-z0-9](?:[a-z0-9._@+-]{0,98}[a-z0-9])?$/.test(login) ? login : undefined;
};

/** NIST SP 800-63B: length is what counts, and there is no rule about kinds of characters. */
export const passwordLength = { least: 10, most: 200 } as const;

/** Why a password is refused; undefined for one that will do. */
export const weaknessOf = (password: string, login: string): string | undefined => {
  const { length } = [...password];
  const { least, most } = passwordLength;
  if (length < least || length > most)
    return `a password has ${least} to ${most} characters, and this one has ${length}`;
  if (password.toLowerCase().includes(login) && length < login.length + least)
    return 'the password is little more than the login';
  return new Set(password).size < 4 ? 'the password repeats the same few characters' : undefined;
};

/** The text that is hashed: one for all ways of typing the same characters. */
export const passwordText = (typed: string): string => typed.normalize('NFKC');

/** How long things of sign-in live. */
export const lifetimes = {
  /** Of an access token. */
  accessMs: 5 * 60_000,
  /** Of a session that is not used; each refresh starts it anew. */
  sessionMs: 30 * 86_400_000,
  /** Of the owner's link and of invitations. */
  invitationMs: 24 * 3_600_000,
  /** Between leaving for a provider and coming back. */
  flowMs: 10 * 60_000,
} as const satisfies Record<string, Millis>;
