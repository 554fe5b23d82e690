import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { isSlug } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import { never } from '@switchyard/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Strategy } from 'passport-custom';
import { type Arrived, SignInOutside } from '../../app/identity/sign-in-outside.js';
import { fromOf } from './caller.js';
import { Cookies } from './cookies.js';

const arrivalStrategy = 'arrival';
const github = 'github';

/** Who was let in, and where the browser goes. */
export type Arrival = Extract<Arrived, { result: 'ok' }>;

/** What the guard gives along: passport knows its strategies by name for the whole process. */
interface ArrivalOptions {
  outside: SignInOutside;
  name: string;
  redirect: string;
  /** The flow that this browser began. */
  kept: string | undefined;
}

/** Passport's way to who comes back from a provider: the last half of the authorization code flow. */
class ArrivalStrategy extends PassportStrategy(Strategy, arrivalStrategy) {
  constructor() {
    super({ passOptionsToCallback: true });
  }

  async validate(request: FastifyRequest, { outside, name, redirect, kept }: ArrivalOptions): Promise<Arrival> {
    const [, query = ''] = /\?(.*)$/s.exec(request.url) ?? [];
    const arrived = await outside.arrive(name, redirect, query, kept, fromOf(request));
    if (arrived.result === 'ok') return arrived;
    throw notLetIn(name, arrived);
  }
}

new ArrivalStrategy();

/** Stands before the callbacks of providers: whoever it lets through was let in there, and comes from here. */
@Injectable()
export class ArrivalGuard extends AuthGuard(arrivalStrategy) {
  constructor(
    private readonly outside: SignInOutside,
    private readonly cookies: Cookies,
  ) {
    super({ property: 'arrival' });
  }

  override getAuthenticateOptions(context: ExecutionContext): ArrivalOptions {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const name = providerIn(request);
    const kept = this.cookies.flowIn(request);
    // Whatever comes of it: it was for one arrival.
    this.cookies.dropFlow(http.getResponse<FastifyReply>());
    return { outside: this.outside, name, redirect: redirectOf(this.cookies, name), kept };
  }

  override handleRequest<Known>(error: unknown, arrival: Known | false): Known {
    if (error) throw error;
    if (!arrival) throw new Error('nobody arrived, and nobody said why');
    return arrival;
  }
}

/** Who came back, on a route behind the guard. */
export const Arriving = createParamDecorator((_data: unknown, context: ExecutionContext): Arrival => {
  const { arrival } = context.switchToHttp().getRequest<FastifyRequest & { arrival?: Arrival }>();
  if (arrival) return arrival;
  throw new Error('nobody is known on a route without its guard');
});

/** Exactly what is registered there; nothing of the request is in it. */
export const redirectOf = ({ publicUrl = '' }: Cookies, name: string): string => `${publicUrl}${pathOf(name)}/callback`;

export const pathOf = (name: string) => (name === github ? '/api/sessions/oauth/github' : `/api/sessions/oidc/${name}`);

/** Guards run before what is sent is checked. GitHub has an address of its own, without a name in it. */
const providerIn = ({ params }: FastifyRequest): string => {
  const { provider } = params as { provider?: string };
  if (provider === undefined) return github;
  if (provider === github || !isSlug(provider)) throw unknownProvider(provider.slice(0, 63));
  return provider;
};

export const unknownProvider = (name: string): HttpFault =>
  notFound('unknown-provider', `nobody signs in at ${name} here`, 'GET /api/sessions/providers lists where');

export const badReturn = (): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'bad-return',
    message: 'return must be a path of this site, such as /executions',
    suggestions: ['leave it out to go to the start page'],
  });

const notLetIn = (name: string, arrived: Exclude<Arrived, { result: 'ok' }>): HttpFault => {
  switch (arrived.result) {
    case 'unknown-provider':
      return unknownProvider(name);
    case 'bad-state':
      return new HttpFault(400, 'authentication', {
        code: 'bad-state',
        message: 'this browser did not begin this sign-in, or began it more than ten minutes ago',
        suggestions: ['begin anew, and let the same browser finish'],
      });
    case 'not-invited':
      return new HttpFault(403, 'authorization', {
        code: 'not-invited',
        message: `${name} knows you, but this platform does not`,
        suggestions: ['ask an administrator for an invitation'],
      });
    case 'disabled':
      return new HttpFault(403, 'authorization', { code: 'disabled', message: 'this user may not sign in any more' });
    case 'session-over':
      return new HttpFault(401, 'authentication', {
        code: 'session-over',
        message: 'the session that wished to add this way to sign in is over',
        suggestions: ['sign in, and add it anew'],
      });
    case 'somebody-elses':
      return new HttpFault(409, 'authorization', {
        code: 'somebody-elses',
        message: `this account of ${name} signs in somebody else here`,
        suggestions: ['sign in with it, and take it away there'],
      });
    case 'refused':
      return new HttpFault(400, 'authentication', {
        code: 'sign-in-refused',
        message: `signing in at ${name} came to nothing: ${arrived.why}`,
        suggestions: ['try again'],
      });
    default:
      return never(arrived);
  }
};
