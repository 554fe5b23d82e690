import { hostsOf, type Surroundings, unsafe } from './findings.js';
import { isPrivateAddress, isPrivateName } from './private-address.js';

const names: Record<string, string[]> = {
  'db.example.org': ['203.0.113.7'],
  'db.corp.example': ['10.1.2.3'],
  'both.example.org': ['10.1.2.3', '2001:db8::1'],
};
const modes: Record<string, number> = { '/tight': 0o100600, '/group': 0o100640, '/loose': 0o100644 };
const surroundings: Surroundings = {
  modeOf: async path => modes[path],
  addressesOf: async name => names[name] ?? [],
};
const codes = async (environment: Record<string, string>) =>
  (await unsafe(environment, Object.keys(environment), surroundings)).map(
    ({ code, variable }) => `${variable} ${code}`,
  );
const random = 'f3b1c0d9e8a7465544332211aabbccdd';

describe('a configuration', () => {
  it.each([
    ['YARD_TOKEN', 'change-me-to-something-with-32-characters-or-more'],
    ['NATS_PASSWORD', 'change-me'],
    ['NATS_PASSWORD', 'secret'],
    ['NATS_PASSWORD', 'Password123'],
    ['NATS_PASSWORD', 'k3J9'],
    ['WEBHOOK_KEY', 'a'.repeat(64)],
    ['WEBHOOK_KEY', 'ab'.repeat(40)],
    ['OIDC_CLIENT_SECRET', 'short'],
  ])('is unsafe with %s=%s, and says so without the secret', async (name, value) => {
    const [found, ...more] = await unsafe({ [name]: value }, [name], surroundings);
    expect(found).toMatchObject({ code: 'weak-secrets', variable: name });
    expect(found?.message).toContain(name);
    expect(found?.message).toContain('YARD_ALLOW=weak-secrets');
    expect(found?.message.replace(/YARD_ALLOW=weak-secrets|is a secret|and a secret/g, '')).not.toContain(value);
    expect(more).toEqual([]);
  });

  it.each([
    ['YARD_TOKEN', random],
    ['YARD_TOKEN', 'yard_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4'],
    ['YARD_TOKEN', 'yard_qWkZpLmRtYsBvNxCjHgFdKaEuIoQwTzXcVbNmLkJhGf'],
    ['NATS_PASSWORD', 'correct horse battery staple'],
    ['NATS_PASSWORD', ''],
    ['HTTP_HOST', 'secret'],
  ])('is safe with %s=%s', async (name, value) => {
    expect(await codes({ [name]: value })).toEqual([]);
  });

  it.each([
    ['MONGODB_URI', 'mongodb://203.0.113.7:27017', true],
    ['MONGODB_URI', 'mongodb://user:p%40ss@10.0.0.1:27017,203.0.113.7/db?replicaSet=rs', true],
    ['MONGODB_URI', 'mongodb://203.0.113.7/?tls=true', false],
    ['MONGODB_URI', 'mongodb://203.0.113.7/?ssl=true', false],
    ['MONGODB_URI', 'mongodb+srv://db.example.org', false],
    ['MONGODB_URI', 'mongodb+srv://db.example.org/?tls=false', true],
    ['MONGODB_URI', 'mongodb://db.example.org', true],
    ['MONGODB_URI', 'mongodb://both.example.org', true],
    ['MONGODB_URI', 'mongodb://db.corp.example', false],
    ['MONGODB_URI', 'mongodb://nobody.example', false],
    ['MONGODB_URI', 'mongodb://mongo:27017/?directConnection=true', false],
    ['MONGODB_URI', 'mongodb://[::1]:27017', false],
    ['MONGODB_URI', 'mongodb://[2001:db8::1]:27017', true],
    ['NATS_URL', 'nats://203.0.113.7:4222', true],
    ['NATS_URL', 'tls://203.0.113.7:4222', false],
    ['NATS_URL', 'nats://127.0.0.1:4222', false],
    ['NATS_URL', 'nats://nats.default.svc.cluster.local:4222', false],
    ['REDIS_URL', 'redis://203.0.113.7:6379', true],
    ['REDIS_URL', 'rediss://203.0.113.7:6379', false],
  ])('with %s=%s speaks in the open: %p', async (name, value, open) => {
    expect(await codes({ [name]: value })).toEqual(open ? [`${name} plain-network`] : []);
  });

  it.each([
    ['/tight', false],
    ['/group', false],
    ['/loose', true],
    ['/missing', false],
  ])('with its key in %s is unsafe: %p', async (path, loose) => {
    expect(await codes({ MASTER_KEY_FILE: path })).toEqual(loose ? ['MASTER_KEY_FILE loose-files'] : []);
  });

  it('knows what only tells of secrets', async () => {
    expect(await codes({ LIMIT_PER_TOKEN: '0', MASTER_KEY_MADE: 'yes' })).toEqual([]);
  });

  it('looks at the file of providers too, which has the secrets of clients', async () => {
    expect(await codes({ OIDC_PROVIDERS: '/loose' })).toEqual(['OIDC_PROVIDERS loose-files']);
    expect(await codes({ OIDC_PROVIDERS: '/tight' })).toEqual([]);
  });

  it('is told whole, and allowed by the words of those who know why', async () => {
    const environment = {
      YARD_TOKEN: 'secret',
      NATS_PASSWORD: 'x',
      NATS_URL: 'nats://203.0.113.7',
      MASTER_KEY_FILE: '/loose',
    };
    expect(await codes(environment)).toEqual([
      'YARD_TOKEN weak-secrets',
      'NATS_PASSWORD weak-secrets',
      'NATS_URL plain-network',
      'MASTER_KEY_FILE loose-files',
    ]);
    expect(await codes({ ...environment, YARD_ALLOW: 'weak-secrets, plain-network' })).toEqual([
      'MASTER_KEY_FILE loose-files',
    ]);
  });
});

describe('addresses', () => {
  it.each([
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '127.9.9.9',
    '169.254.0.1',
    '100.64.0.1',
    '::1',
    '::',
    'fd00::1',
  ])('%s is private', address => expect(isPrivateAddress(address)).toBe(true));
  it.each(['fe80::1', '::ffff:10.0.0.1', '0.0.0.0'])('%s is private', address =>
    expect(isPrivateAddress(address)).toBe(true),
  );
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2001:db8::1', '::ffff:8.8.8.8', 'nonsense', ''])(
    '%s is not',
    address => expect(isPrivateAddress(address)).toBe(false),
  );
  it('have names of their own', () => {
    expect(['mongo', 'localhost', 'a.local', 'x.y.internal', 'mongo.db.svc'].every(isPrivateName)).toBe(true);
    expect(['example.org', 'local.example', '10.0.0.1.nip.io'].some(isPrivateName)).toBe(false);
  });
  it('are found in whatever way they are written', () => {
    expect(hostsOf('mongodb://u:p@a:1,[::1]:2,c/d?e=f@g')).toEqual(['a', '::1', 'c']);
    expect(hostsOf('nats://h')).toEqual(['h']);
    expect(hostsOf('h:4222')).toEqual(['h']);
    expect(hostsOf('')).toEqual([]);
  });
});
