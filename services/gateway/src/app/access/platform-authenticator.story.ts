import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../../domain/access/principal.js';
import { Authenticator } from '../identity/authenticator.js';

/** Who the token that the platform was started with stands for. */
export const platformPrincipal: Principal = {
  kind: 'platform',
  id: 'platform',
  name: 'owner',
  administrator: true,
  projects: new Map(),
};

const digestOf = (text: string) => createHash('sha256').update(text).digest();

/** Knows the token of the platform, and nobody else. */
export class PlatformAuthenticator extends Authenticator {
  private readonly expected: Buffer;

  constructor(token: string) {
    super();
    this.expected = digestOf(token);
  }

  async principalOf({ authorization }: { authorization?: string }): Promise<Principal | undefined> {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    return token !== undefined && timingSafeEqual(digestOf(token), this.expected) ? platformPrincipal : undefined;
  }
}
