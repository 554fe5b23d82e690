import { createHmac, sign as signBytes } from 'node:crypto';
import { createLocalJWKSet, generateKeyPair, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { AccessTokens, audience, issuer } from './access-tokens.js';
import { MemoryKeys, StillClock } from './identity.story.js';
import { KeyRing } from './key-ring.js';
import { Seal } from './secrets.js';

const ids = { userId: '01k7n5pa000000000000000000', session: '01k7n5pa000000000000000001' };
const minute = 60_000;
const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const setUp = async () => {
  const clock = new StillClock();
  const store = new MemoryKeys();
  const ring = new KeyRing(store, new Seal('s'.repeat(32), 'signing-keys'), clock);
  const tokens = new AccessTokens(ring, clock);
  const { token } = await tokens.make(ids);
  const { kid, key } = await ring.signing();
  return { clock, store, ring, tokens, token, kid, key };
};

type House = Awaited<ReturnType<typeof setUp>>;

/** Signed with the platform's own key, whatever it says. */
const signed = async ({ key }: House, header: unknown, payload: unknown): Promise<string> => {
  const text = `${part(header)}.${part(payload)}`;
  const bytes = signBytes('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${bytes.toString('base64url')}`;
};

const claimsOf = ({ clock }: House) => {
  const now = clock.at / 1_000;
  return { sid: ids.session, iss: issuer, aud: audience, sub: ids.userId, iat: now, exp: now + 300 };
};
const headerOf = ({ kid }: House) => ({ alg: 'ES256', typ: 'at+jwt', kid });

const withHeader = (more: object) => (house: House) => signed(house, { ...headerOf(house), ...more }, claimsOf(house));
const withClaims = (more: object) => (house: House) => signed(house, headerOf(house), { ...claimsOf(house), ...more });
const without = (name: string) => (house: House) =>
  signed(house, headerOf(house), Object.fromEntries(Object.entries(claimsOf(house)).filter(([key]) => key !== name)));
const changed = (change: (parts: [string, string, string], house: House) => string) => async (house: House) =>
  change(house.token.split('.') as [string, string, string], house);
const byOther = async (house: House) => {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT({ sid: ids.session })
    .setProtectedHeader(headerOf(house))
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(ids.userId)
    .setIssuedAt(house.clock.at / 1_000)
    .setExpirationTime(house.clock.at / 1_000 + 300)
    .sign(privateKey);
};
/** The public key as the secret of an HMAC. */
const confused = (alg: string) => async (house: House) => {
  const text = `${part({ ...headerOf(house), alg })}.${part(claimsOf(house))}`;
  const secret = (await house.ring.checking(house.kid))?.export({ type: 'spki', format: 'pem' }) ?? '';
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};

/** The same signature in the form that OpenSSL gives, which RFC 7518 does not allow. */
const changedSignature = async (house: House): Promise<string> => {
  const text = `${part(headerOf(house))}.${part(claimsOf(house))}`;
  return `${text}.${signBytes('sha256', Buffer.from(text), house.key).toString('base64url')}`;
};
/** Of the last letter two bits count. */
const sibling = (sign: string): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${sign.slice(0, -1)}${letters[letters.indexOf(sign.at(-1) ?? '') + 1]}`;
};

const forged: [string, (house: House) => Promise<string>][] = [
  ['nothing', async () => ''],
  ['two dots', async () => '..'],
  ['a word', async () => 'token'],
  ['alg none', changed(([, payload], house) => `${part({ ...headerOf(house), alg: 'none' })}.${payload}.`)],
  [
    'alg None with the signature',
    changed(([, payload, sign], house) => `${part({ ...headerOf(house), alg: 'None' })}.${payload}.${sign}`),
  ],
  ['HS256 with the public key', confused('HS256')],
  ['HMAC that says ES256', confused('ES256')],
  ['RS256', withHeader({ alg: 'RS256' })],
  ['EdDSA', withHeader({ alg: 'EdDSA' })],
  ['ES384', withHeader({ alg: 'ES384' })],
  ['small letters', withHeader({ alg: 'es256' })],
  ['alg as a list', withHeader({ alg: ['ES256'] })],
  ['the key of somebody else', byOther],
  ['a kid that nobody has', withHeader({ kid: 'A'.repeat(43) })],
  ['a kid that is a path', withHeader({ kid: '../../../../dev/null' })],
  ['a kid that is an operator', withHeader({ kid: { $ne: '' } })],
  ['a kid that is a name of every object', withHeader({ kid: '__proto__' })],
  ['no kid', async house => signed(house, { alg: 'ES256', typ: 'at+jwt' }, claimsOf(house))],
  ['no typ', async house => signed(house, { alg: 'ES256', kid: house.kid }, claimsOf(house))],
  ['the typ of another kind of token', withHeader({ typ: 'JWT' })],
  ['jku', withHeader({ jku: 'https://evil.example/jwks' })],
  ['jwk', withHeader({ jwk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } })],
  ['x5u', withHeader({ x5u: 'https://evil.example/chain.pem' })],
  ['x5c', withHeader({ x5c: ['MIIB'] })],
  ['crit', withHeader({ crit: ['exp'] })],
  ['b64 false', withHeader({ b64: false, crit: ['b64'] })],
  ['cty', withHeader({ cty: 'JWT' })],
  [
    'alg twice',
    async house => signed(house, `{"alg":"none","alg":"ES256","typ":"at+jwt","kid":"${house.kid}"}`, claimsOf(house)),
  ],
  [
    'sub twice',
    async house => signed(house, headerOf(house), JSON.stringify(claimsOf(house)).replace('{', '{"sub":"somebody",')),
  ],
  ['spaces in its JSON', async house => signed(house, headerOf(house), JSON.stringify(claimsOf(house), undefined, 1))],
  ['expired', withClaims({ exp: Date.UTC(2026, 0, 1) / 1_000 })],
  ['expired long ago', withClaims({ iat: 0, exp: 1 })],
  ['too long a life', withClaims({ iat: Date.UTC(2025, 0, 1) / 1_000, exp: Date.UTC(2027, 0, 1) / 1_000 })],
  ['issued in the future', withClaims({ iat: Date.UTC(2026, 0, 2) / 1_000, exp: Date.UTC(2026, 0, 3) / 1_000 })],
  ['not valid yet', withClaims({ nbf: Date.UTC(2026, 0, 2) / 1_000 })],
  ['exp as text', withClaims({ exp: '9999999999' })],
  ['exp that is no number', withClaims({ exp: null })],
  ['another issuer', withClaims({ iss: 'https://evil.example' })],
  ['another audience', withClaims({ aud: 'somebody-else' })],
  ['the audience among others', withClaims({ aud: [audience, 'somebody-else'] })],
  ['no issuer', without('iss')],
  ['no audience', without('aud')],
  ['no end', without('exp')],
  ['no begin', without('iat')],
  ['no subject', without('sub')],
  ['no session', without('sid')],
  ['an operator as the session', withClaims({ sid: { $gt: '' } })],
  ['an operator as the subject', withClaims({ sub: { $gt: '' } })],
  ['a payload that is a list', async house => signed(house, headerOf(house), '[]')],
  ['a payload that is null', async house => signed(house, headerOf(house), 'null')],
  ['a payload that is no JSON', async house => signed(house, headerOf(house), 'sub=1')],
  ['without its signature', changed(([header, payload]) => `${header}.${payload}.`)],
  ['without its last part', changed(([header, payload]) => `${header}.${payload}`)],
  ['cut', changed(parts => parts.join('.').slice(0, -4))],
  ['with a fourth part', changed(parts => `${parts.join('.')}.AAAA`)],
  ['a signature of zeros', changed(([header, payload]) => `${header}.${payload}.${'A'.repeat(86)}`)],
  [
    'with its payload changed',
    changed(([header, , sign], house) => `${header}.${part({ ...claimsOf(house), sub: ids.session })}.${sign}`),
  ],
  ['a signature as ASN.1', async house => changedSignature(house)],
  [
    'with another text of the same signature',
    changed(([header, payload, sign]) => `${header}.${payload}.${sibling(sign)}`),
  ],
  ['padded', changed(parts => `${parts.join('.')}==`)],
  ['with a line break', changed(parts => `${parts.join('.')}\n`)],
  ['in other letters', changed(([header, payload, sign]) => `${header}.${payload}.${sign.slice(0, -1)}é`)],
  ['huge', changed(([header, payload, sign]) => `${header}.${payload}${'A'.repeat(1_000_000)}.${sign}`)],
  ['full of dots', async () => '.'.repeat(1_000_000)],
  ['deep', async house => signed(house, headerOf(house), '['.repeat(600) + ']'.repeat(600))],
];

describe('access tokens', () => {
  let house: House;
  beforeEach(async () => (house = await setUp()));

  it('say who and which session, for five minutes', async () => {
    expect(await house.tokens.read(house.token)).toEqual(ids);
    expect(await house.tokens.read(await signed(house, headerOf(house), claimsOf(house)))).toEqual(ids);
    house.clock.pass(5 * minute - 1_000);
    expect(await house.tokens.read(house.token)).toEqual(ids);
    house.clock.pass(1_000);
    expect(await house.tokens.read(house.token)).toBeUndefined();
  });

  it('hold for whoever knows the published keys alone', async () => {
    const keys = createLocalJWKSet((await house.ring.published()) as JSONWebKeySet);
    const currentDate = new Date(house.clock.at);
    const { payload, protectedHeader } = await jwtVerify(house.token, keys, { issuer, audience, currentDate });
    expect([payload.sub, payload['sid'], protectedHeader.alg]).toEqual([ids.userId, ids.session, 'ES256']);
  });

  it('are read by a replica whose clock is a little behind', async () => {
    house.clock.pass(-30_000);
    expect(await house.tokens.read(house.token)).toEqual(ids);
  });

  it('are forged in more than forty ways here', () => expect(forged.length).toBeGreaterThan(40));

  it.each(forged)('prove nobody: %s', async (_what, forge) => {
    expect(await house.tokens.read(await forge(house))).toBeUndefined();
  });

  it('ask the store for unknown keys once a second at most', async () => {
    let asked = 0;
    const list = house.store.list.bind(house.store);
    house.store.list = now => ((asked += 1), list(now));
    const foreign = await withHeader({ kid: 'A'.repeat(43) })(house);
    for (let n = 0; n < 1_000; n += 1) await house.tokens.read(foreign);
    house.clock.pass(1_000);
    await house.tokens.read(foreign);
    expect(asked).toBe(1);
  });
});

describe('keys of access tokens', () => {
  it('are followed by new ones, and both check for as long as tokens of the old one live', async () => {
    const { clock, ring, tokens } = await setUp();
    const week = 7 * 86_400_000;
    clock.pass(week - minute);
    const { token: old } = await tokens.make(ids);
    clock.pass(minute);
    const { token } = await tokens.make(ids);
    expect((await ring.published()).keys).toHaveLength(2);
    expect([await tokens.read(old), await tokens.read(token)]).toEqual([ids, ids]);
    clock.pass(2 * 3_600_000);
    expect((await ring.published()).keys).toHaveLength(1);
  });

  it('are the same for all replicas, also when all of them start at once', async () => {
    const [store, clock] = [new MemoryKeys(), new StillClock()];
    const ringOf = () => new KeyRing(store, new Seal('s'.repeat(32), 'signing-keys'), clock);
    const rings = Array.from({ length: 10 }, ringOf);
    const kids = await Promise.all(rings.map(async ring => (await ring.signing()).kid));
    expect([new Set(kids).size, store.rows.size]).toEqual([1, 1]);
  });

  it('are known to a replica that was there before them', async () => {
    const { store, clock, tokens } = await setUp();
    const late = new KeyRing(store, new Seal('s'.repeat(32), 'signing-keys'), clock);
    const before = new AccessTokens(late, clock);
    await late.published();
    clock.pass(7 * 86_400_000 + 1);
    await before.read('x');
    const { token } = await tokens.make(ids);
    clock.pass(1_000);
    expect(await before.read(token)).toEqual(ids);
  });

  it('of another algorithm, from an earlier release, are left alone', async () => {
    const { store, clock, ring, tokens } = await setUp();
    const [row] = store.rows.values();
    const old = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) });
    if (row) store.rows.set('old', { ...row, kid: 'B'.repeat(43), publicKey: old });
    clock.pass(minute);
    const { token } = await tokens.make(ids);
    expect([await tokens.read(token), (await ring.published()).keys.length]).toEqual([ids, 1]);
  });

  it('are published without their private part, and are of no use under another secret', async () => {
    const { store, clock, ring } = await setUp();
    const { keys } = await ring.published();
    expect(keys.map(key => Object.keys(key).sort())).toEqual([['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']]);
    const other = new KeyRing(store, new Seal('o'.repeat(32), 'signing-keys'), clock);
    expect((await other.signing()).kid).not.toBe(keys[0]?.kid);
  });
});
