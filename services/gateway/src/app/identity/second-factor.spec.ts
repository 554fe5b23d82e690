import { Secret, TOTP } from 'otpauth';
import { aUser, MemoryUsers, StillClock } from './identity.story.js';
import { Passwords } from './passwords.js';
import { SecondFactor } from './second-factor.js';
import { Seal } from './secrets.js';

const setUp = async () => {
  const [users, clock, user] = [new MemoryUsers(), new StillClock(), aUser()];
  await users.add(user);
  const factor = new SecondFactor(users, new Seal('s'.repeat(32), 'totp'), clock);
  const offer = await factor.offer(user.id);
  const code = (offset = 0) =>
    new TOTP({ secret: Secret.fromBase32(offer!.secret) }).generate({ timestamp: clock.at + offset * 30_000 });
  return { users, clock, factor, offer: offer!, code, id: user.id };
};

const confirmed = async () => {
  const house = await setUp();
  const recovery = await house.factor.confirm(house.id, house.code());
  house.clock.pass(30_000);
  return { ...house, recovery: recovery! };
};

describe('the second factor', () => {
  it('is on once it is confirmed, and is kept sealed', async () => {
    const { factor, users, id, offer, code } = await setUp();
    expect(offer.uri).toMatch(/^otpauth:\/\/totp\/Switchyard:ann\?/);
    expect(await factor.take(id, code())).toBe(false);
    const recovery = await factor.confirm(id, code());
    expect(recovery).toHaveLength(10);
    const kept = JSON.stringify(users.rows.get(id));
    for (const secret of [offer.secret, ...recovery!]) expect(kept).not.toContain(secret);
    expect(await factor.offer(id)).toBeUndefined();
  });

  it('takes no code twice: not the one of its confirmation, and one of twenty at once', async () => {
    const { factor, id, code, clock } = await confirmed();
    clock.pass(-30_000);
    expect(await factor.take(id, code())).toBe(false);
    clock.pass(30_000);
    const taken = await Promise.all(Array.from({ length: 20 }, () => factor.take(id, code())));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await factor.take(id, code())).toBe(false);
  });

  it('takes a code that is a period early or late, and none before one that was taken', async () => {
    const { factor, id, code } = await confirmed();
    expect(await factor.take(id, code(2))).toBe(false);
    expect(await factor.take(id, code(1))).toBe(true);
    expect(await factor.take(id, code(0))).toBe(false);
    expect(await factor.take(id, code(-1))).toBe(false);
  });

  it('takes each recovery code once, however it is written', async () => {
    const { factor, id, recovery } = await confirmed();
    const [first = '', second = ''] = recovery;
    const written = ` ${first.slice(0, 5).toUpperCase()}-${first.slice(5)} `;
    const taken = await Promise.all(Array.from({ length: 5 }, () => factor.take(id, written)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await factor.turnOff(id, first)).toBe(false);
    expect(await factor.turnOff(id, second)).toBe(true);
    expect(await factor.take(id, second)).toBe(false);
  });

  it.each(['', '000000', '12345', '1234567', '１２３４５６', '-12345', 'abcdef', 'x'.repeat(100_000)])(
    'takes nothing else: %p',
    async text => {
      const { factor, id } = await confirmed();
      expect(await factor.take(id, text)).toBe(false);
    },
  );

  it('of one user is not that of another', async () => {
    const { factor, users, id, code } = await confirmed();
    const { totp } = users.rows.get(id)!;
    const other = aUser({ id: '01k7n5pa000000000000000009', login: 'eve', ...(totp ? { totp } : {}) });
    await users.add(other);
    expect(await factor.take(other.id, code())).toBe(false);
  });
});

describe('passwords', () => {
  const cheap = new Passwords({ memory: 64, passes: 1, parallelism: 1 });

  it('are hashed with argon2id and a salt', async () => {
    const [one, other] = await Promise.all([cheap.hash('correct horse'), cheap.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(one).not.toBe(other);
    expect(await cheap.check('correct horse', one)).toBe('right');
    expect(await cheap.check('correct horsf', one)).toBe('wrong');
    expect(await cheap.check('', one)).toBe('wrong');
  });

  it('are the same however their characters are composed', async () => {
    expect(await cheap.check('cafe\u0301 au lait', await cheap.hash('caf\u00e9 au lait'))).toBe('right');
  });

  it('that were hashed at another cost are right and old', async () => {
    const dear = new Passwords({ memory: 128, passes: 2, parallelism: 1 });
    expect(await dear.check('correct horse', await cheap.hash('correct horse'))).toBe('right-but-old');
  });

  it('of nobody are wrong', async () => {
    expect(await cheap.check('correct horse', undefined)).toBe('wrong');
  });
});
