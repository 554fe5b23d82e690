import { openStore, type Store } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { aUser } from '../app/identity/identity.story.js';
import type { Session } from '../domain/identity/session.js';
import { identityStores } from '../identity-parts.js';

const session: Session = {
  id: '01k7n5pa000000000000000001',
  userId: 'ann',
  by: 'password',
  agent: '',
  ip: '192.0.2.1',
  createdAt: 1,
  usedAt: 1,
  expiresAt: Date.now() + 1e9,
  family: 'family',
  current: 'first',
};
const hour = 3_600_000;

describe('identity in MongoDB', () => {
  let server: Awaited<ReturnType<typeof startTestStore>>;
  let store: Store;
  let stores: ReturnType<typeof identityStores>;
  beforeAll(async () => {
    server = await startTestStore();
    store = await openStore({ uri: server.uri, database: 'switchyard', service: 'gateway' });
    stores = identityStores(store);
    await store.ensureIndexes();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });

  it('has one user of each login, and one winner of twenty changes', async () => {
    const { users } = stores;
    expect(await users.any()).toBe(false);
    const user = aUser();
    expect([await users.add(user), await users.add({ ...user, id: 'other' })]).toEqual([true, false]);
    expect([await users.find(user.id), await users.withLogin('ann'), await users.any()]).toEqual([user, user, true]);
    const change = (n: number) => users.replace({ ...user, name: String(n), rev: 2 });
    const changed = await Promise.all(Array.from({ length: 20 }, (_, n) => change(n)));
    expect(changed.filter(Boolean)).toHaveLength(1);
    const totp = { secret: 'sealed', confirmed: true, lastStep: 7, recovery: ['a', 'b'] };
    await users.replace({ ...user, totp, rev: 3 });
    expect(await users.find(user.id)).toEqual({ ...user, totp, rev: 3 });
    await users.replace({ ...user, rev: 4 });
    expect(await users.find(user.id)).toEqual({ ...user, rev: 4 });
    expect([await users.among([user.id, 'nobody']), await users.list({ limit: 9 })].map(found => found.length)).toEqual(
      [1, 1],
    );
    expect(await users.list({ after: user.id, limit: 9 })).toEqual([]);
  });

  it('gives an identity elsewhere to one user', async () => {
    const { identities } = stores;
    expect([await identities.add('github:1', 'ann'), await identities.add('github:1', 'ben')]).toEqual([true, false]);
    expect([await identities.userOf('github:1'), await identities.userOf('github:2')]).toEqual(['ann', undefined]);
    await identities.add('corp:1', 'ann');
    await identities.remove('corp:1', 'ben');
    expect(await identities.ofUser('ann')).toEqual(['corp:1', 'github:1']);
    await identities.remove('corp:1', 'ann');
    expect([await identities.ofUser('ann'), await identities.ofUser('ben')]).toEqual([['github:1'], []]);
  });

  it('rotates a session for one of twenty, and never one that was revoked', async () => {
    const { sessions } = stores;
    await sessions.add(session);
    expect([await sessions.find(session.id), await sessions.ofFamily('family')]).toEqual([session, session]);
    const to = (n: number) => ({ current: `next ${n}`, usedAt: 2, expiresAt: Date.now() + 1e9 });
    const race = await Promise.all(Array.from({ length: 20 }, (_, n) => sessions.rotate(session.id, 'first', to(n))));
    expect(race.filter(Boolean)).toHaveLength(1);
    const { current, previous } = (await sessions.find(session.id))!;
    expect(previous).toBe('first');
    await sessions.add({ ...session, id: '01k7n5pa000000000000000002', family: 'second' });
    expect(await sessions.ofUser('ann', Date.now())).toHaveLength(2);
    expect(await sessions.revokeOthers('ann', session.id, 9)).toEqual(['01k7n5pa000000000000000002']);
    await sessions.revoke(session.id, 10);
    await sessions.revoke(session.id, 11);
    expect((await sessions.find(session.id))?.revokedAt).toBe(10);
    expect(await sessions.rotate(session.id, current, to(0))).toBe(false);
    expect(await sessions.ofUser('ann', Date.now())).toEqual([]);
  });

  it('uses a link up once, replaces that of the owner, and takes one back', async () => {
    const { invitations } = stores;
    const link = {
      id: 'owner',
      digest: 'one',
      administrator: true,
      createdBy: 'platform',
      expiresAt: Date.now() + hour,
    };
    await invitations.put(link);
    await invitations.put({ ...link, digest: 'two' });
    expect(await invitations.withDigest('one')).toBeUndefined();
    const uses = await Promise.all(Array.from({ length: 20 }, () => invitations.use('two', Date.now())));
    expect(uses.filter(Boolean)).toHaveLength(1);
    await invitations.giveBack('two');
    expect(await invitations.withDigest('two')).toEqual({ ...link, digest: 'two' });
    expect(await invitations.use('two', link.expiresAt)).toBe(false);
  });

  it('keeps tokens by digest, by owner and by project', async () => {
    const { tokens } = stores;
    const facts = { name: 'ci', createdAt: 1, createdBy: 'Ann', expiresAt: Date.now() + hour };
    const mine = {
      ...facts,
      id: 'a',
      kind: 'personal' as const,
      digest: 'a',
      userId: 'ann',
      scopes: ['executions.read' as const],
    };
    const bot = {
      ...facts,
      id: 'b',
      kind: 'service' as const,
      digest: 'b',
      project: 'alpha' as never,
      role: 'viewer' as const,
    };
    await tokens.add(mine);
    await tokens.add(bot);
    expect([await tokens.withDigest('a'), await tokens.find('b')]).toEqual([mine, bot]);
    expect([await tokens.list({ userId: 'ann' }), await tokens.list({ project: 'alpha' as never })]).toEqual([
      [mine],
      [bot],
    ]);
    await tokens.used('a', 5);
    expect((await tokens.find('a'))?.usedAt).toBe(5);
    expect([await tokens.remove('a'), await tokens.remove('a')]).toEqual([true, false]);
  });

  it('takes one key for each turn', async () => {
    const { keys } = stores;
    const key = (kid: string) => ({
      kid,
      publicKey: '{}',
      sealed: 's',
      createdAt: 1,
      signsUntil: 2,
      checksUntil: session.expiresAt,
    });
    expect([await keys.add('turn', key('a')), await keys.add('turn', key('b'))]).toEqual([true, false]);
    expect(await keys.list(Date.now())).toEqual([key('a')]);
    expect(await keys.list(session.expiresAt)).toEqual([]);
  });

  it('has one device of each code, one verdict and one use of twenty', async () => {
    const { devices } = stores;
    const now = Date.now();
    const facts = { name: 'yard', agent: '', days: 90, createdAt: now, intervalMs: 5_000, state: 'waiting' as const };
    const device = { ...facts, digest: 'device', userDigest: 'code', ip: '192.0.2.1', expiresAt: now + hour };
    expect([await devices.add(device), await devices.add({ ...device, digest: 'other' })]).toEqual([true, false]);
    expect([await devices.withDigest('device'), await devices.withUserDigest('code')]).toEqual([device, device]);
    expect([await devices.waitingFrom('192.0.2.1', now), await devices.waitingFrom('192.0.2.2', now)]).toEqual([1, 0]);
    expect([await devices.waitingFrom('192.0.2.1', now + hour), await devices.use('device', now)]).toEqual([0, false]);
    expect(await devices.decide('device', 'confirmed', 'ann', now + hour)).toBe(false);
    const twenty = (act: () => Promise<boolean>) => Promise.all(Array.from({ length: 20 }, act));
    const decided = await twenty(() => devices.decide('device', 'confirmed', 'ann', now));
    await devices.asked('device', now, 10_000);
    expect(await devices.withDigest('device')).toMatchObject({ userId: 'ann', askedAt: now, intervalMs: 10_000 });
    const used = await twenty(() => devices.use('device', now));
    expect([decided, used].map(all => all.filter(Boolean).length)).toEqual([1, 1]);
    expect([await devices.withDigest('none'), await devices.withUserDigest('none')]).toEqual([undefined, undefined]);
  });
});
