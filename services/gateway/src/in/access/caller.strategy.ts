import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import type { Authenticator } from '../../app/identity/authenticator.js';
import type { Principal } from '../../domain/access/principal.js';
import type { KnownRequest } from './request.js';

export const callerStrategy = 'caller';

/** What the guard gives along: passport knows its strategies by name for the whole process. */
export interface CallerOptions {
  authenticator: Authenticator;
}

/** Passport's way to who sends a request: by the bearer token, or by the cookie of a session. */
export class CallerStrategy extends PassportStrategy(Strategy, callerStrategy) {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  /** @returns undefined for one who is nobody here. */
  validate({ headers }: KnownRequest, { authenticator }: CallerOptions): Promise<Principal | undefined> {
    const { authorization, cookie } = headers;
    return authenticator.principalOf({
      ...(authorization === undefined ? {} : { authorization }),
      ...(cookie === undefined ? {} : { cookie }),
    });
  }
}
