import { FakeAuditLog, NotedTrouble } from '../../app/audit/audit.story.js';
import { ReadAudit } from '../../app/audit/read-audit.js';
import { WriteAudit } from '../../app/audit/write-audit.js';
import type { Bus } from '@switchyard/bus';
import type { SessionGrant } from '@switchyard/contracts';
import { memoryAdministration, memoryStores, PatientGuessing, StillClock } from '../../app/identity/identity.story.js';
import { Passwords } from '../../app/identity/passwords.js';
import type { OutsideProvider } from '../../app/identity/ports.js';
import { GatewayConfig } from '../../config.js';
import { startHttpServer } from '../../http-server.js';
import { identityOf, type IdentityStores } from '../../identity-parts.js';
import { partsOf } from '../../parts.js';
import { emptyStore, FakeBus } from '../access/house.story.js';

export const platformToken = 'yard_platform-token-of-the-test-0123456789';
export const password = 'correct horse battery';

export interface Told<Body = Record<string, unknown>> {
  status: number;
  code: string;
  body: Body;
  headers: Headers;
  /** As a browser keeps them: `name=value`. */
  cookies: string[];
}

interface Options {
  providers?: readonly OutsideProvider[];
  publicUrl?: string;
}

/** The gateway over HTTP with people in memory, and nothing behind it. */
export const startSignIn = async ({ providers = [], publicUrl }: Options = {}) => {
  const facts = { YARD_TOKEN: platformToken, NATS_PASSWORD: 'x', ...(publicUrl ? { PUBLIC_URL: publicUrl } : {}) };
  const config = Object.assign(new GatewayConfig(), facts);
  // Cheap: what a hash costs is not what is tested here.
  const passwords = new Passwords({ memory: 64, passes: 1, parallelism: 1 });
  const [clock, stores, guessing] = [new StillClock(), memoryStores(), new PatientGuessing()];
  const log = new FakeAuditLog();
  const audit = new WriteAudit(log, clock, new NotedTrouble());
  const beside = { clock, ...memoryAdministration(), guessing, providers, passwords, audit };
  const identity = identityOf(stores as unknown as IdentityStores, config, beside);
  const parts = await partsOf(new FakeBus() as unknown as Bus, emptyStore(), config);
  parts.limiting.audit = audit;
  const access = { ...parts.access, authenticator: identity.callers };
  const server = await startHttpServer({ ...parts, access, identity }, '127.0.0.1', 0);
  const ask = async <Body = Record<string, unknown>>(
    method: string,
    path: string,
    {
      token,
      cookies,
      body,
      headers = {},
    }: { token?: string; cookies?: string[]; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Told<Body>> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookies ? { cookie: cookies.join('; ') } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    const set = response.headers.getSetCookie().map(line => line.split(';')[0] ?? '');
    const told = { status: response.status, code: String(answer['code']), headers: response.headers, cookies: set };
    return { ...told, body: answer as Body };
  };
  /** The owner, signed in. */
  const owner = async (): Promise<SessionGrant> => {
    const link = await ask<{ code: string }>('POST', '/api/sessions/first/link', { token: platformToken, body: {} });
    const body = { code: link.body.code, login: 'ann', name: 'Ann', password, tokens: true };
    return (await ask<SessionGrant>('POST', '/api/sessions/first', { body })).body;
  };
  /** What the audit has, oldest first. */
  const records = async () => (await new ReadAudit(log).list({}, undefined, 200)).records.reverse();
  return { ask, owner, records, log, clock, stores, guessing, url: server.url, stop: server.stop };
};

export type SignInHouse = Awaited<ReturnType<typeof startSignIn>>;
