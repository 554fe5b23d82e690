import { AccessTokens } from './access-tokens.js';
import { aUser, memoryAdministration, memoryStores, StillClock } from './identity.story.js';
import { KeepSessions } from './keep-sessions.js';
import { KeepTokens } from './keep-tokens.js';
import { KeyRing } from './key-ring.js';
import { WriteAudit } from '../audit/write-audit.js';
import { FakeAuditLog, NotedTrouble } from '../audit/audit.story.js';
import { KnownCallers } from './known-callers.js';
import { NotePeople } from './note-people.js';
import { Seal } from './secrets.js';

const platformToken = 'yard_platform-token-of-the-test-0123456789';
const from = { agent: 'a browser', ip: '192.0.2.1' };

/** Some replicas on one store. */
const setUp = async () => {
  const [clock, stores] = [new StillClock(), memoryStores()];
  const { memberships, administration } = memoryAdministration();
  const told = new NotePeople(new WriteAudit(new FakeAuditLog(), clock, new NotedTrouble()));
  const replica = () => {
    const ring = new KeyRing(stores.keys, new Seal('s'.repeat(32), 'signing-keys'), clock);
    const access = new AccessTokens(ring, clock);
    const callers = new KnownCallers(platformToken, { ...stores, memberships }, access, clock);
    const sessions = new KeepSessions(stores.sessions, stores.users, access, callers, clock, told);
    const who = (token: string) => callers.principalOf({ authorization: `Bearer ${token}` });
    return { callers, sessions, who, tokens: new KeepTokens(stores.tokens, callers, clock) };
  };
  const [here, there] = [replica(), replica()];
  const user = aUser();
  await stores.users.add(user);
  return {
    clock,
    stores,
    here,
    there,
    user,
    administration,
    granted: await here.sessions.begin(user, 'password', from),
  };
};

describe('refresh tokens', () => {
  it('count once: each gives the next, and the access token of the session', async () => {
    const { here, there, granted, clock } = await setUp();
    let token = granted.refresh;
    for (let n = 0; n < 5; n += 1) {
      clock.pass(3_600_000);
      const answer = await [here, there][n % 2]!.sessions.refresh(token, from);
      if (answer.result !== 'ok') throw new Error(answer.result);
      expect(await there.who(answer.granted.access)).toMatchObject({ kind: 'user', name: 'Ann' });
      token = answer.granted.refresh;
    }
  });

  it('end the session when an old one is shown again, for the thief and the owner', async () => {
    const { here, there, granted, clock } = await setUp();
    const first = await here.sessions.refresh(granted.refresh, from);
    if (first.result !== 'ok') throw new Error(first.result);
    clock.pass(10_001);
    expect(await there.sessions.refresh(granted.refresh, from)).toEqual({ result: 'reused' });
    expect(await here.sessions.refresh(first.granted.refresh, from)).toEqual({ result: 'over' });
    clock.pass(2_000);
    expect(await here.who(first.granted.access)).toBeUndefined();
  });

  it('end the session at once for one that is older than the one before', async () => {
    const { here, granted } = await setUp();
    const first = await here.sessions.refresh(granted.refresh, from);
    if (first.result !== 'ok') throw new Error(first.result);
    await here.sessions.refresh(first.granted.refresh, from);
    expect(await here.sessions.refresh(granted.refresh, from)).toEqual({ result: 'reused' });
  });

  it('shown twenty times at once, at two replicas, have one winner, who stays signed in', async () => {
    const { here, there, granted } = await setUp();
    const race = Array.from({ length: 20 }, (_, n) => [here, there][n % 2]!.sessions.refresh(granted.refresh, from));
    const answers = await Promise.all(race);
    const [winner, ...others] = answers.filter(({ result }) => result === 'ok');
    expect(others).toEqual([]);
    expect(answers.filter(({ result }) => result === 'raced')).toHaveLength(19);
    if (winner?.result !== 'ok') throw new Error('nobody won');
    expect(await here.sessions.refresh(winner.granted.refresh, from)).toMatchObject({ result: 'ok' });
  });

  it('are kept as digests only', async () => {
    const { stores, granted } = await setUp();
    const kept = JSON.stringify([...stores.sessions.rows.values()]);
    for (const secret of [granted.refresh, ...granted.refresh.split('.'), granted.access])
      expect(kept).not.toContain(secret);
  });

  it.each(['', '.', 'a.b', 'x'.repeat(10_000), `${'A'.repeat(43)}.${'A'.repeat(43)}`, '{"$ne":1}'])(
    'that nobody was given end nothing: %p',
    async text => {
      const { here, granted } = await setUp();
      expect(await here.sessions.refresh(text, from)).toEqual({ result: 'over' });
      expect(await here.sessions.refresh(granted.refresh, from)).toMatchObject({ result: 'ok' });
    },
  );

  it('are over after thirty days without use', async () => {
    const { here, granted, clock } = await setUp();
    clock.pass(30 * 86_400_000);
    expect(await here.sessions.refresh(granted.refresh, from)).toEqual({ result: 'over' });
  });
});

describe('what is revoked', () => {
  it('is refused at once here, and by other replicas within five seconds', async () => {
    const { here, there, granted, user, clock } = await setUp();
    expect(await there.who(granted.access)).toMatchObject({ id: user.id, session: granted.session });
    await here.sessions.revokeOne(user.id, granted.session);
    expect(await here.who(granted.access)).toBeUndefined();
    clock.pass(4_999);
    expect(await there.who(granted.access)).toBeUndefined();
  });

  it('is nobody else’s session', async () => {
    const { here, granted } = await setUp();
    expect(await here.sessions.revokeOne('somebody else', granted.session)).toBeUndefined();
    expect(await here.who(granted.access)).toBeDefined();
  });

  it('is everything of a user who is disabled: sessions and tokens', async () => {
    const { here, there, granted, user, clock, stores } = await setUp();
    const principal = await here.who(granted.access);
    const made = await here.tokens.make(principal!, { name: 'laptop', days: 1 });
    if (made.result !== 'ok') throw new Error(made.result);
    expect(await there.who(made.token)).toMatchObject({ kind: 'token', name: 'laptop' });
    await stores.users.replace({ ...user, disabled: true, rev: 2 });
    clock.pass(4_999);
    expect(await there.who(made.token)).toBeUndefined();
    expect(await there.who(granted.access)).toBeUndefined();
    expect(await there.sessions.refresh(granted.refresh, from)).toEqual({ result: 'over' });
  });

  it('fails for whoever asks while the store is away, and lets nobody in', async () => {
    const { there, granted, stores } = await setUp();
    stores.sessions.find = () => Promise.reject(new Error('away'));
    await expect(there.who(granted.access)).rejects.toThrow('away');
  });
});

describe('a change of role', () => {
  it('is seen by the next request, for memberships are asked each time', async () => {
    const { there, granted, user, administration } = await setUp();
    expect(await there.who(granted.access)).toMatchObject({ administrator: false });
    await administration.grant(user.id);
    expect(await there.who(granted.access)).toMatchObject({ administrator: true });
  });
});

describe('tokens for programs', () => {
  it('are limited to their scopes, expire, and note roughly when they were used', async () => {
    const { here, there, granted, clock, stores } = await setUp();
    const by = await here.who(granted.access);
    const made = await here.tokens.make(by!, { name: 'ci', days: 1, scopes: ['executions.read'] });
    if (made.result !== 'ok') throw new Error(made.result);
    expect(made.token).toMatch(/^yard_[\w-]{43}$/);
    expect(JSON.stringify([...stores.tokens.rows.values()])).not.toContain(made.token);
    const principal = await there.who(made.token);
    expect([...(principal?.scopes ?? [])]).toEqual(['executions.read']);
    expect(stores.tokens.rows.get(made.kept.id)?.usedAt).toBe(clock.at);
    const usedAt = clock.at;
    clock.pass(3_500_000);
    await there.who(made.token);
    expect(stores.tokens.rows.get(made.kept.id)?.usedAt).toBe(usedAt);
    expect(await here.tokens.make(principal!, { name: 'child', days: 1 })).toEqual({ result: 'by-token' });
    clock.pass(86_400_000);
    expect(await there.who(made.token)).toBeUndefined();
  });

  it('of a service have their role in their project and nothing else', async () => {
    const { here } = await setUp();
    const platform = await here.who(platformToken);
    const service = { project: 'alpha' as never, role: 'developer' as const };
    const made = await here.tokens.make(platform!, { name: 'bot', days: 1, service });
    if (made.result !== 'ok') throw new Error(made.result);
    const bot = await here.who(made.token);
    expect([bot?.administrator, [...(bot?.projects ?? [])]]).toEqual([false, [['alpha', 'developer']]]);
    expect(await here.tokens.make(platform!, { name: 'mine', days: 1 })).toEqual({ result: 'no-user' });
    expect(await here.tokens.remove(bot!, made.kept.id)).toBeDefined();
    expect(await here.who(made.token)).toBeUndefined();
  });

  it.each([
    ['viewer', 'viewer', 'not-allowed'],
    ['maintainer', 'viewer', 'not-allowed'],
    ['admin', 'owner', 'not-allowed'],
    ['admin', 'admin', 'ok'],
    ['owner', 'owner', 'ok'],
    [undefined, 'viewer', 'hidden'],
  ] as const)('of a service are made by %p as %p: %p', async (role, as, result) => {
    const { here } = await setUp();
    const project = 'alpha' as never;
    const by = {
      kind: 'user' as const,
      id: 'x',
      name: 'x',
      administrator: false,
      projects: new Map(role ? [[project, role]] : []),
    };
    expect((await here.tokens.make(by, { name: 'bot', days: 1, service: { project, role: as } })).result).toBe(result);
  });

  it.each([
    '',
    'Basic eTp6',
    'Bearer',
    'Bearer  ',
    'Bearer a b',
    `Bearer ${'x'.repeat(100_000)}`,
    'Bearer yard_',
    `Bearer yard_${'A'.repeat(43)}`,
  ])('that prove nobody: %p', async authorization => {
    const { here } = await setUp();
    expect(await here.callers.principalOf({ authorization })).toBeUndefined();
  });

  it('are never taken from a cookie, which carries access tokens only, once', async () => {
    const { here, granted } = await setUp();
    const by = (cookie: string) => here.callers.principalOf({ cookie });
    expect(await by(`a=b; yard_access=${granted.access}`)).toMatchObject({ kind: 'user' });
    expect(await by(`yard_access=${platformToken}`)).toBeUndefined();
    expect(await by(`yard_access=${granted.access}; yard_access=${granted.access}`)).toBeUndefined();
    expect(
      await here.callers.principalOf({ authorization: 'Bearer x', cookie: `yard_access=${granted.access}` }),
    ).toBeUndefined();
  });
});
