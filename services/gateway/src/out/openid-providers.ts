import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import * as client from 'openid-client';
import { type Challenge, type Outsider, OutsideProvider } from '../app/identity/ports.js';

export interface ProviderFacts {
  name: string;
  clientId: string;
  clientSecret: string;
  signUp: boolean;
}

/** A provider that is silent for longer is told to the browser as that. */
const patienceSeconds = 5;
/** Where a provider answers is asked again after that long. */
const discoveredMs: Millis = 3_600_000;
const longestName = 200;

/** What GitHub and those who speak OpenID Connect have in common: the authorization code flow with PKCE (RFC 9700). */
abstract class CodeFlow extends OutsideProvider {
  readonly name: string;
  readonly signUp: boolean;

  constructor(protected readonly facts: ProviderFacts) {
    super();
    this.name = facts.name;
    this.signUp = facts.signUp;
  }

  protected abstract configuration(): Promise<client.Configuration>;
  protected abstract readonly scope: string;
  protected abstract wish(challenge: Challenge): Record<string, string>;
  protected abstract outsiderOf(answer: Answer, configuration: client.Configuration): Promise<Outsider>;
  protected abstract checks(challenge: Challenge): client.AuthorizationCodeGrantChecks;

  async leave(redirect: string, challenge: Challenge): Promise<string> {
    const configuration = await this.asked(() => this.configuration());
    return client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirect,
      scope: this.scope,
      state: challenge.state,
      code_challenge: await client.calculatePKCECodeChallenge(challenge.verifier),
      code_challenge_method: 'S256',
      ...this.wish(challenge),
    }).href;
  }

  async arrive(redirect: string, query: string, challenge: Challenge): Promise<Outsider | { refused: string }> {
    const configuration = await this.asked(() => this.configuration());
    try {
      const current = new URL(`${redirect}?${query}`);
      const checks = {
        pkceCodeVerifier: challenge.verifier,
        expectedState: challenge.state,
        ...this.checks(challenge),
      };
      const answer = await client.authorizationCodeGrant(configuration, current, checks);
      return await this.outsiderOf(answer, configuration);
    } catch (error) {
      const refused = refusalIn(error);
      if (refused === undefined) throw this.silent(error);
      return { refused };
    }
  }

  private async asked<Found>(ask: () => Promise<Found>): Promise<Found> {
    try {
      return await ask();
    } catch (error) {
      throw this.silent(error);
    }
  }

  private silent(cause: unknown): Fault {
    return new Fault({
      code: 'provider-unreachable',
      message: `${this.name} does not answer as it should: ${reasonOf(cause)}`,
      blame: 'platform',
      retry: true,
      suggestions: ['try again in a moment, or sign in another way'],
      cause,
    });
  }
}

type Answer = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

/** Why a sign-in is refused; undefined where the provider could not be asked. */
const refusalIn = (error: unknown): string | undefined => {
  if (error instanceof client.AuthorizationResponseError) return `the provider says ${wordOf(error.error)}`;
  if (error instanceof client.ResponseBodyError && error.status < 500)
    return `the provider says ${wordOf(error.error)}`;
  if (!(error instanceof client.ClientError)) return undefined;
  // A time-out, a connection that broke, or a server with trouble of its own.
  const { code, cause } = error;
  const isSilent =
    code === 'OAUTH_TIMEOUT' || cause instanceof TypeError || (cause instanceof Response && cause.status >= 500);
  return isSilent ? undefined : 'its answer does not hold';
};

/** Words of a provider reach people: only those that RFC 6749 allows, and not long. */
const wordOf = (word: string) => (/^[a-z_]{1,60}$/.test(word) ? word : 'no');

const nameIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== ''
    ? value
        .replace(/\p{Cc}/gu, ' ')
        .trim()
        .slice(0, longestName)
    : undefined;

const named = (login: unknown, name: unknown): Pick<Outsider, 'login' | 'name'> => {
  const [one, other] = [nameIn(login), nameIn(name)];
  return { ...(one === undefined ? {} : { login: one }), ...(other === undefined ? {} : { name: other }) };
};

/** Whoever speaks OpenID Connect: found by discovery (OpenID Connect Discovery 1.0). */
export class OpenIdProvider extends CodeFlow {
  private found: { at: Millis; configuration: Promise<client.Configuration> } | undefined;

  constructor(
    facts: ProviderFacts & { issuer: string },
    private readonly issuer = new URL(facts.issuer),
    protected override readonly scope = 'openid profile',
  ) {
    super(facts);
  }

  protected configuration(): Promise<client.Configuration> {
    if (this.found && performance.now() - this.found.at < discoveredMs) return this.found.configuration;
    const { clientId, clientSecret } = this.facts;
    const configuration = client.discovery(this.issuer, clientId, clientSecret, undefined, {
      timeout: patienceSeconds,
      // The signature of the ID token counts besides the TLS it comes over.
      execute: [client.enableNonRepudiationChecks, ...(isPlain(this.issuer) ? [client.allowInsecureRequests] : [])],
    });
    const found = { at: performance.now(), configuration };
    this.found = found;
    // A failure is not kept.
    configuration.catch(() => this.found === found && (this.found = undefined));
    return configuration;
  }

  protected wish({ nonce }: Challenge): Record<string, string> {
    return { nonce };
  }

  protected checks({ nonce }: Challenge): client.AuthorizationCodeGrantChecks {
    return { expectedNonce: nonce, idTokenExpected: true };
  }

  protected async outsiderOf(answer: Answer): Promise<Outsider> {
    const claims = answer.claims();
    if (!claims) throw new Error('no ID token');
    return { subject: claims.sub, ...named(claims['preferred_username'], claims['name']) };
  }
}

/** GitHub, which speaks OAuth 2 without OpenID Connect; also GitHub Enterprise Server. */
export class GithubProvider extends CodeFlow {
  protected override readonly scope = 'read:user';
  private readonly made: client.Configuration;

  /** @param base of the site: `https://github.com` */
  constructor(
    facts: Omit<ProviderFacts, 'name'>,
    private readonly base = 'https://github.com',
  ) {
    super({ ...facts, name: 'github' });
    const server = {
      issuer: base,
      authorization_endpoint: `${base}/login/oauth/authorize`,
      token_endpoint: `${base}/login/oauth/access_token`,
    };
    // GitHub takes the secret in the body.
    const secret = client.ClientSecretPost(facts.clientSecret);
    this.made = new client.Configuration(server, facts.clientId, facts.clientSecret, secret);
    this.made.timeout = patienceSeconds;
    if (isPlain(new URL(base))) client.allowInsecureRequests(this.made);
  }

  protected configuration(): Promise<client.Configuration> {
    return Promise.resolve(this.made);
  }

  protected wish(): Record<string, string> {
    return {};
  }

  protected checks(): client.AuthorizationCodeGrantChecks {
    return {};
  }

  protected async outsiderOf({ access_token }: Answer, configuration: client.Configuration): Promise<Outsider> {
    const api = this.base === 'https://github.com' ? 'https://api.github.com/user' : `${this.base}/api/v3/user`;
    const headers = new Headers({ accept: 'application/vnd.github+json', 'user-agent': 'switchyard' });
    const response = await client.fetchProtectedResource(
      configuration,
      access_token,
      new URL(api),
      'GET',
      null,
      headers,
    );
    const { id, login, name } = (response.ok ? await response.json() : {}) as Record<string, unknown>;
    // The number stays when the login is given to somebody else.
    if (typeof id !== 'number') throw new Error(`GitHub answers ${response.status} without a user`);
    return { subject: String(id), ...named(login, name) };
  }
}

/** Without TLS only this machine is asked, as tests and proxies beside the gateway are. */
const isPlain = ({ protocol, hostname }: URL): boolean =>
  protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
