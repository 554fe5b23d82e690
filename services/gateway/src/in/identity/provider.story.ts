import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { calculatePKCECodeChallenge } from 'openid-client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export const registered = { clientId: 'switchyard', clientSecret: 'the-secret-of-the-client' };

interface Grant {
  redirect: string;
  challenge: string;
  nonce: string | undefined;
}

/** How a provider misbehaves. */
export interface Mood {
  claims?: Record<string, unknown>;
  signedByOther?: boolean;
  down?: boolean;
  noToken?: boolean;
}

/** A provider as its documentation describes it: OpenID Connect with discovery, and GitHub's OAuth beside it. */
export class FakeProvider {
  mood: Mood = {};
  readonly subject = 'subject-1';
  private readonly codes = new Map<string, Grant>();
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => response.destroy());
  });
  private readonly keys = Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  /** The addresses people may be sent back to, to the letter. */
  constructor(private readonly redirects: readonly string[]) {}

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  /** Somebody agrees at the address a browser was sent to. @returns where the browser goes next. */
  agree(location: string): URL {
    const { searchParams } = new URL(location);
    const redirect = searchParams.get('redirect_uri') ?? '';
    if (!this.redirects.includes(redirect)) throw new Error(`redirect_uri ${redirect} is not registered`);
    if (searchParams.get('code_challenge_method') !== 'S256') throw new Error('no PKCE');
    const code = `code-${this.codes.size}-${Math.random()}`;
    const nonce = searchParams.get('nonce') ?? undefined;
    this.codes.set(code, { redirect, challenge: searchParams.get('code_challenge') ?? '', nonce });
    const back = new URL(redirect);
    back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
    return back;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    if (this.mood.down) return send(response, 503, {});
    if (path === '/.well-known/openid-configuration') return send(response, 200, this.discovery());
    if (path === '/keys') {
      const [{ publicKey }] = await this.keys;
      return send(response, 200, { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] });
    }
    if (path === '/token' || path === '/login/oauth/access_token') return this.token(request, response);
    if (path === '/api/v3/user') {
      const isKnown =
        request.headers.authorization === 'bearer the-access-token' ||
        request.headers.authorization === 'Bearer the-access-token';
      return send(response, isKnown ? 200 : 401, isKnown ? { id: 4711, login: 'octo cat', name: 'Mona' } : {});
    }
    send(response, 404, {});
  }

  private discovery() {
    const { url } = this;
    return {
      issuer: url,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  private async token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const challenge = await calculatePKCECodeChallenge(form.get('code_verifier') ?? '');
    const isRight = grant?.challenge === challenge && grant.redirect === form.get('redirect_uri');
    if (!grant || !isRight) return send(response, 400, { error: 'invalid_grant' });
    const token = { access_token: 'the-access-token', token_type: 'bearer' };
    if (this.mood.noToken || request.url !== '/token') return send(response, 200, token);
    send(response, 200, { ...token, id_token: await this.idToken(grant.nonce) });
  }

  private async idToken(nonce: string | undefined): Promise<string> {
    const [own, other] = await this.keys;
    const now = Math.floor(Date.now() / 1_000);
    const facts = {
      iss: this.url,
      aud: registered.clientId,
      sub: this.subject,
      iat: now,
      exp: now + 300,
      nonce,
      name: 'Ben',
    };
    const key = (this.mood.signedByOther ? other : own).privateKey;
    return new SignJWT({ ...facts, ...this.mood.claims }).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
  }
}

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
