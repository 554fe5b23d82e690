import type { Principal } from '../../domain/access/principal.js';

/** Finds out who sends a request. */
export abstract class Authenticator {
  /** @returns undefined when nothing that was sent proves anybody. */
  abstract principalOf(headers: { authorization?: string; cookie?: string }): Promise<Principal | undefined>;
}
