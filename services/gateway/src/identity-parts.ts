import type { Provider } from '@nestjs/common';
import { type Clock, Fault } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import type { AccessParts, AccessStores } from './access-parts.js';
import type { Memberships } from './app/access/memberships.js';
import { AccessTokens } from './app/identity/access-tokens.js';
import { Invite } from './app/identity/invite.js';
import { KeepSessions } from './app/identity/keep-sessions.js';
import { KeepTokens } from './app/identity/keep-tokens.js';
import { KeepUsers } from './app/identity/keep-users.js';
import { KeyRing } from './app/identity/key-ring.js';
import { KnownCallers } from './app/identity/known-callers.js';
import { LetDeviceIn } from './app/identity/let-device-in.js';
import { NotePeople } from './app/identity/note-people.js';
import { Passwords } from './app/identity/passwords.js';
import { type Administration, Guessing, type OutsideProvider } from './app/identity/ports.js';
import { SecondFactor } from './app/identity/second-factor.js';
import { Seal } from './app/identity/secrets.js';
import { SignIn } from './app/identity/sign-in.js';
import { SignInOutside } from './app/identity/sign-in-outside.js';
import type { WriteAudit } from './app/audit/write-audit.js';
import type { Counting } from './app/limits/ports.js';
import { CountedBackOff } from './app/limits/sign-in-back-off.js';
import type { GatewayConfig } from './config.js';
import { Cookies } from './in/identity/cookies.js';
import { DeviceController } from './in/identity/device.controller.js';
import { FirstController } from './in/identity/first.controller.js';
import { LinksController } from './in/identity/links.controller.js';
import { OutsideController } from './in/identity/outside.controller.js';
import { SessionsController } from './in/identity/sessions.controller.js';
import { TokensController } from './in/identity/tokens.controller.js';
import { TotpController } from './in/identity/totp.controller.js';
import { UsersController } from './in/identity/users.controller.js';
import { MongoApiTokens } from './out/mongo-api-tokens.js';
import { MongoDevices } from './out/mongo-devices.js';
import { MongoInvitations, MongoSigningKeys } from './out/mongo-invitations.js';
import { MongoSessions } from './out/mongo-sessions.js';
import { MongoUserNames } from './out/mongo-user-names.js';
import { MongoOutsideIdentities, MongoUsers } from './out/mongo-users.js';

export const identityControllers = [
  SessionsController,
  FirstController,
  DeviceController,
  OutsideController,
  LinksController,
  TotpController,
  TokensController,
  UsersController,
];

/** What the rooms beside this one have. */
export interface Beside {
  clock: Clock;
  memberships: Memberships;
  administration: Administration;
  guessing: Guessing;
  providers: readonly OutsideProvider[];
  passwords?: Passwords;
  audit: Pick<WriteAudit, 'noteDone'>;
}

type IdentityConfig = Pick<GatewayConfig, 'YARD_TOKEN' | 'SESSION_KEY' | 'PUBLIC_URL'>;

export const identityStores = (store: Store) => ({
  users: new MongoUsers(store),
  identities: new MongoOutsideIdentities(store),
  sessions: new MongoSessions(store),
  tokens: new MongoApiTokens(store),
  invitations: new MongoInvitations(store),
  devices: new MongoDevices(store),
  keys: new MongoSigningKeys(store),
});

export type IdentityStores = {
  [Name in keyof ReturnType<typeof identityStores>]: ReturnType<typeof identityStores>[Name];
};

/** Sign-in, sessions and tokens, wired. */
export const identityOf = (stores: IdentityStores, config: IdentityConfig, beside: Beside) => {
  const { clock, memberships, guessing, administration, providers, passwords = new Passwords() } = beside;
  const told = new NotePeople(beside.audit);
  const secret = config.SESSION_KEY ?? config.YARD_TOKEN;
  const keys = new KeyRing(stores.keys, new Seal(secret, 'signing-keys'), clock);
  const access = new AccessTokens(keys, clock);
  const callers = new KnownCallers(config.YARD_TOKEN, { ...stores, memberships }, access, clock);
  const sessions = new KeepSessions(stores.sessions, stores.users, access, callers, clock, told);
  const factor = new SecondFactor(stores.users, new Seal(secret, 'totp'), clock);
  const signIn = new SignIn(stores.users, passwords, factor, sessions, guessing, told);
  const invite = new Invite(stores.invitations, stores.users, administration, passwords, sessions, clock, told);
  const outside = new SignInOutside(providers, stores, invite, sessions, new Seal(secret, 'flow'), clock, told);
  const users = new KeepUsers(stores.users, passwords, signIn, sessions, callers);
  const tokens = new KeepTokens(stores.tokens, callers, clock);
  const devices = new LetDeviceIn(stores.devices, stores.users, tokens, guessing, clock, told);
  const cookies = new Cookies(config.PUBLIC_URL);
  return { keys, callers, sessions, factor, signIn, invite, outside, users, tokens, devices, cookies, guessing };
};

export type Identity = ReturnType<typeof identityOf>;

export const identityProviders = (identity: Identity): Provider[] => [
  { provide: KeyRing, useValue: identity.keys },
  { provide: KeepSessions, useValue: identity.sessions },
  { provide: KeepUsers, useValue: identity.users },
  { provide: LetDeviceIn, useValue: identity.devices },
  { provide: KeepTokens, useValue: identity.tokens },
  { provide: SecondFactor, useValue: identity.factor },
  { provide: SignIn, useValue: identity.signIn },
  { provide: SignInOutside, useValue: identity.outside },
  { provide: Invite, useValue: identity.invite },
  { provide: Guessing, useValue: identity.guessing },
  { provide: Cookies, useValue: identity.cookies },
];

/** Sign-in on top of who may do what: the guard asks this room who sends a request. */
export const identityPartsOf = (
  store: Store,
  config: GatewayConfig,
  { clock, access, counting, providers, audit }: Below,
): { access: AccessParts; identity: Identity } => {
  const { administrators, memberships } = access;
  const stores = identityStores(store);
  const grant = async (userId: string) => {
    await administrators.set(userId, true);
    memberships.forget(userId);
  };
  const guessing = new CountedBackOff(counting);
  const beside = { clock, memberships, administration: { grant }, guessing, providers, audit };
  const identity = identityOf(stores, config, beside);
  return { identity, access: { ...access, authenticator: identity.callers, users: new MongoUserNames(stores.users) } };
};

interface Below {
  clock: Clock;
  access: AccessStores;
  counting: Counting;
  audit: WriteAudit;
  providers: readonly OutsideProvider[];
}

export type { OutsideProvider };

/** @throws Fault `bad-config` */
export const outsideProvidersOf = async (config: GatewayConfig): Promise<OutsideProvider[]> => {
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret, OIDC_PROVIDERS: file } = config;
  const providers: OutsideProvider[] =
    file === undefined ? [] : await (await import('./out/read-providers.js')).readProviders(file);
  if (clientId !== undefined && clientSecret !== undefined) {
    const { GithubProvider } = await import('./out/openid-providers.js');
    providers.unshift(new GithubProvider({ clientId, clientSecret, signUp: config.GITHUB_SIGN_UP }, config.GITHUB_URL));
  }
  if (providers.length === 0 || config.PUBLIC_URL !== undefined) return providers;
  throw new Fault({
    code: 'bad-config',
    message: 'PUBLIC_URL is needed where people sign in elsewhere: it is where they are sent back to',
    blame: 'platform',
    retry: false,
    suggestions: ['set PUBLIC_URL to the address of this platform as browsers know it, such as https://ci.example.com'],
  });
};
