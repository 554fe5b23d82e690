import type { Principal } from '../../domain/access/principal.js';

/** Says who sent a request. */
export abstract class Authenticator {
  /**
   * By the bearer token: the platform's own, an access token of a session, or a token of a person or a service.
   * @returns undefined for anything that proves nobody, and for one who may not sign in any more.
   */
  abstract principalOf(headers: { authorization?: string; cookie?: string }): Promise<Principal | undefined>;
}
