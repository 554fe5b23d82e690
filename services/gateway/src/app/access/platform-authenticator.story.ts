import { platformPrincipal, type Principal } from '../../domain/access/principal.js';
import { Authenticator } from '../identity/authenticator.js';
import { isSameText } from '../same-text.js';

/** Knows the token of the platform, and nobody else. */
export class PlatformAuthenticator extends Authenticator {
  constructor(private readonly expected: string) {
    super();
  }

  async principalOf({ authorization }: { authorization?: string }): Promise<Principal | undefined> {
    const [, token] = /^Bearer (\S+)$/i.exec(authorization ?? '') ?? [];
    return token !== undefined && isSameText(token, this.expected) ? platformPrincipal : undefined;
  }
}
