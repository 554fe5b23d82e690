import type { ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { ApiToken } from '../../domain/identity/api-token.js';
import type { Device } from '../../domain/identity/device.js';
import type { Session } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';

/** Who may sign in. */
export abstract class Users {
  /** @returns false when the login is taken. */
  abstract add(user: User): Promise<boolean>;
  abstract find(id: string): Promise<User | undefined>;
  abstract among(ids: readonly string[]): Promise<User[]>;
  abstract withLogin(login: string): Promise<User | undefined>;
  /** @returns false, and nothing is changed, unless the kept one has the rev before this one's. */
  abstract replace(user: User): Promise<boolean>;
  /** By id, oldest first. */
  abstract list(page: { after?: string; limit: number }): Promise<User[]>;
  /** Whether there is anybody. */
  abstract any(): Promise<boolean>;
}

/** Who users are elsewhere. */
export abstract class OutsideIdentities {
  /** @param key `<provider>:<subject>` */
  abstract userOf(key: string): Promise<string | undefined>;
  /** @returns false when it is somebody's already. */
  abstract add(key: string, userId: string): Promise<boolean>;
  /** The keys of one user; at most 100. */
  abstract ofUser(userId: string): Promise<string[]>;
  /** Unless it is somebody else's. */
  abstract remove(key: string, userId: string): Promise<void>;
}

/** Sessions. Those that ended are forgotten some time later. */
export abstract class Sessions {
  abstract add(session: Session): Promise<void>;
  abstract find(id: string): Promise<Session | undefined>;
  abstract ofFamily(family: string): Promise<Session | undefined>;
  /** Changes the token that counts. @returns false where `from` is not the current one any more, or it was revoked. */
  abstract rotate(id: string, from: string, to: Pick<Session, 'current' | 'usedAt' | 'expiresAt'>): Promise<boolean>;
  /** Those that are not over, newest first; at most 200. */
  abstract ofUser(userId: string, now: Millis): Promise<Session[]>;
  abstract revoke(id: string, at: Millis): Promise<void>;
  /** All of a user but one. */
  abstract revokeOthers(userId: string, keep: string | undefined, at: Millis): Promise<string[]>;
}

/** Tokens of people and services. */
export abstract class ApiTokens {
  abstract add(token: ApiToken): Promise<void>;
  abstract find(id: string): Promise<ApiToken | undefined>;
  abstract withDigest(digest: string): Promise<ApiToken | undefined>;
  /** Of a user, or of a project; newest first. */
  abstract list(of: { userId: string } | { project: ProjectId }): Promise<ApiToken[]>;
  abstract remove(id: string): Promise<boolean>;
  abstract used(id: string, at: Millis): Promise<void>;
}

export interface Invitation {
  /** `owner` for the one of the first start. */
  id: string;
  digest: string;
  administrator: boolean;
  createdBy: string;
  expiresAt: Millis;
  usedAt?: Millis;
}

/** Links that let somebody in once. */
export abstract class Invitations {
  /** In place of one with the same id. */
  abstract put(invitation: Invitation): Promise<void>;
  abstract withDigest(digest: string): Promise<Invitation | undefined>;
  /** @returns whether it was this call that used it: true once. */
  abstract use(digest: string, at: Millis): Promise<boolean>;
  /** For a use that came to nothing. */
  abstract giveBack(digest: string): Promise<void>;
}

/** Programs that wait to be let in. Those that expired are forgotten. */
export abstract class Devices {
  /** @returns false when a waiting one has the same user code. */
  abstract add(device: Device): Promise<boolean>;
  abstract withDigest(digest: string): Promise<Device | undefined>;
  abstract withUserDigest(digest: string): Promise<Device | undefined>;
  /** How many of one address wait. */
  abstract waitingFrom(ip: string, now: Millis): Promise<number>;
  /** @returns whether it was this call that decided: true once, and only of one that waits. */
  abstract decide(digest: string, verdict: 'confirmed' | 'denied', userId: string, now: Millis): Promise<boolean>;
  abstract asked(digest: string, at: Millis, intervalMs: Millis): Promise<void>;
  /** @returns whether it was this call that used it: true once, and only of one that was confirmed. */
  abstract use(digest: string, now: Millis): Promise<boolean>;
}

/** A key that signs access tokens. */
export interface SigningKey {
  /** The thumbprint of the public key (RFC 7638). */
  kid: string;
  /** JSON Web Key, public part. */
  publicKey: string;
  /** The private one, sealed. */
  sealed: string;
  createdAt: Millis;
  signsUntil: Millis;
  checksUntil: Millis;
}

/** The keys that all replicas share. */
export abstract class SigningKeys {
  /** @returns false when another replica has just added one for the same turn. */
  abstract add(turn: string, key: SigningKey): Promise<boolean>;
  /** Those that check still, oldest first. */
  abstract list(now: Millis): Promise<SigningKey[]>;
}

/** Who is an administrator of the platform. */
export abstract class Administration {
  abstract grant(userId: string): Promise<void>;
}

/** Makes guessing slow. */
export abstract class Guessing {
  /** Milliseconds that this try comes too early; 0 lets it through. */
  abstract waitMs(account: string, ip: string): Promise<Millis>;
  abstract failed(account: string, ip: string): Promise<void>;
  abstract succeeded(account: string, ip: string): Promise<void>;
}

/** What is kept between leaving for a provider and coming back. */
export interface Challenge {
  state: string;
  nonce: string;
  verifier: string;
}

/** Who came back from a provider. */
export interface Outsider {
  /** Of the provider; it never changes. */
  subject: string;
  login?: string;
  name?: string;
}

/** Another place where people sign in. */
export abstract class OutsideProvider {
  abstract readonly name: string;
  /** Whether strangers get an account; else only those who were invited. */
  abstract readonly signUp: boolean;
  /** @throws HttpFault-like Fault where the provider does not answer */
  abstract leave(redirect: string, challenge: Challenge): Promise<string>;
  /**
   * @param query what the provider sent along.
   * @returns why not, in a sentence, where the provider or the check of its answer refuses.
   */
  abstract arrive(redirect: string, query: string, challenge: Challenge): Promise<Outsider | { refused: string }>;
}
