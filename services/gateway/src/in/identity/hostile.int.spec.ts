import { type SignInHouse, startSignIn } from './sign-in.story.js';

const hostile: unknown[] = [
  '',
  'null',
  '[]',
  '"text"',
  '{',
  '{"__proto__":{"x":1}}',
  { $where: '1' },
  { login: { $ne: null }, password: { $gt: '' }, code: { $ne: 1 }, refreshToken: { $ne: 1 }, name: { $ne: 1 } },
  { login: ['a'], password: ['b'], code: ['c'], refreshToken: ['d'], name: ['e'], current: ['f'], next: ['g'] },
  { login: 'x'.repeat(100_000), password: 'x'.repeat(100_000), code: 'x'.repeat(100_000), name: 'x'.repeat(100_000) },
  {
    login: '\u0000',
    password: '\u0000',
    code: '\u0000\u0000\u0000\u0000\u0000\u0000',
    name: '\u202e<script>',
    refreshToken: '\u0000',
  },
  { name: 'ok', days: 1e9 },
  { name: 'ok', days: -1 },
  { name: 'ok', scopes: ['__proto__'] },
  { name: 'ok', scopes: Array.from({ length: 1_000 }, (_, n) => String(n)) },
  { name: 'ok', kind: 'service' },
  { name: 'ok', kind: 'service', project: '../x', role: 'owner' },
  { name: 'ok', kind: 'service', project: 'alpha', role: 'constructor' },
  { disabled: 'yes' },
  { deviceCode: { $ne: null }, code: { $ne: null } },
  { deviceCode: 'x'.repeat(100_000), code: 'x'.repeat(100_000) },
  { deviceCode: '\u0000', code: '\u0000' },
];

describe('hostile bodies', () => {
  let house: SignInHouse;
  let token: string;
  beforeAll(async () => {
    house = await startSignIn();
    token = (await house.owner()).accessToken;
  });
  afterAll(() => house.stop());

  it.each([
    'POST /api/sessions/login',
    'POST /api/sessions/refresh',
    'POST /api/sessions/logout',
    'POST /api/sessions/first',
    'POST /api/sessions/first/link',
    'POST /api/sessions/password',
    'POST /api/sessions/totp/confirm',
    'POST /api/sessions/totp/remove',
    'POST /api/sessions/device',
    'POST /api/sessions/device/token',
    'POST /api/sessions/device/confirm',
    'POST /api/sessions/device/deny',
    'GET /api/sessions/device?code[$ne]=1',
    'GET /api/sessions/device?code=%00',
    'POST /api/invitations',
    'POST /api/tokens',
    'PATCH /api/users/01k7n5pa000000000000000000',
    'PATCH /api/users/$ne',
    'DELETE /api/tokens/$ne',
    'DELETE /api/sessions/%00',
    'GET /api/sessions/first?code[$ne]=1',
    'GET /api/sessions/first?code=a&code=b',
    'GET /api/tokens?project[$ne]=x',
    'GET /api/users?after[$gt]=&limit=1e9',
  ])('are nobody’s fault but the sender’s: %s', async route => {
    const [method = '', path = ''] = route.split(' ');
    const bodies = method === 'GET' ? [undefined] : hostile;
    for (const body of bodies) {
      const { status } = await house.ask(method, path, { token, body });
      expect([body, status >= 500]).toEqual([body, false]);
    }
  });
});
