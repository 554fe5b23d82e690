import { credentialsOf, withoutCredentials } from './credentials.js';
import { transferFault } from './faults.js';
import { progressLines, Transfer } from './progress.js';
import { referenceOf } from './reference.js';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the name of an image', () => {
  it.each([
    ['node', undefined, 'docker.io', 'node:latest'],
    ['team/web:1', undefined, 'docker.io', 'team/web:1'],
    ['localhost:5000/web', undefined, 'localhost:5000', 'localhost:5000/web:latest'],
    [`registry.example.com/web@${digest}`, undefined, 'registry.example.com', `registry.example.com/web@${digest}`],
    ['web:1', 'registry.example.com/team/', 'registry.example.com', 'registry.example.com/team/web:1'],
    ['other.example.com/web:1', 'registry.example.com', 'other.example.com', 'other.example.com/web:1'],
  ])('%s in %s is at %s', (text, registry, host, whole) => {
    expect(referenceOf(text, registry)).toMatchObject({ host, whole });
  });

  it.each(['', '../x', 'a b', '-x', 'a?fromSrc=b', `a${'b'.repeat(600)}`])('is not %j', text =>
    expect(() => referenceOf(text)).toThrow('is no name of an image'),
  );
});

describe('credentials', () => {
  const auth = Buffer.from('me:a:b').toString('base64');
  const config = JSON.stringify({
    auths: { 'https://one.example.com/v2/': { auth }, 'https://index.docker.io/v1/': { auth } },
  });

  it('are for the registry they belong to, and no other', () => {
    const own = credentialsOf({ REGISTRY_USERNAME: 'me', REGISTRY_PASSWORD: 'word' }, 'own.example.com');
    expect(own('own.example.com')).toMatchObject({ username: 'me', password: 'word' });
    expect(own('docker.io')).toBeUndefined();
    const known = credentialsOf({ DOCKER_AUTH_CONFIG: config }, 'own.example.com');
    expect(['one.example.com', 'docker.io', 'own.example.com'].map(host => known(host)?.password)).toEqual([
      'a:b',
      'a:b',
      undefined,
    ]);
  });

  it('that mean nothing are refused, and not told', () => {
    expect(() => credentialsOf({ DOCKER_AUTH_CONFIG: 'hidden' }, 'x')).toThrow(
      /^(?!.*hidden).*no text of a config.json/,
    );
    expect(() => credentialsOf({ REGISTRY_PASSWORD: 'hidden' }, 'x')).toThrow(/REGISTRY_USERNAME is not/);
  });

  it('are not for the container', () => {
    expect(withoutCredentials({ A: 'b', REGISTRY_PASSWORD: 'c', DOCKER_AUTH_CONFIG: 'd' })).toEqual({ A: 'b' });
  });
});

describe('a transfer', () => {
  it('is told by what each layer came to, and now and then by a sum', async () => {
    const said: string[] = [];
    let now = 0;
    const transfer = new Transfer(
      line => said.push(line),
      () => now,
    );
    const layer = (current: number) => ({ id: 'a', status: 'Downloading', progressDetail: { current, total: 4e6 } });
    for (const line of [{ status: 'Pulling from x' }, { id: 'a', status: 'Waiting' }, layer(1e6)]) transfer.take(line);
    now = 3_000;
    for (const line of [layer(2e6), layer(3e6), { id: 'a', status: 'Pull complete' }]) transfer.take(line);
    expect(said).toEqual(['Pulling from x', 'Downloading: 2.0 of 4.0 MB', 'a: Pull complete']);
  });

  it('is read line by line, however it is cut', async () => {
    const parts = async function* () {
      yield Buffer.from('{"status":"gr');
      yield Buffer.from('ün"}\n\n{"err').subarray(0, 4);
      yield Buffer.from('ün"}\n\n{"err').subarray(4);
      yield Buffer.from('or":"no"}\nnot json');
    };
    const found = [];
    for await (const line of progressLines(parts())) found.push(line);
    expect(found).toEqual([{ status: 'grün' }, { error: 'no' }]);
  });

  it.each([
    ['pull access denied for x, repository does not exist or may require docker login', 'image-not-found', 'user'],
    ['manifest for x not found: manifest unknown', 'image-not-found', 'user'],
    ['unauthorized: authentication required', 'registry-refused', 'user'],
    ['no space left on device', 'engine-disk-full', 'platform'],
    ['toomanyrequests: slow down', 'registry-busy', 'platform'],
    ['dial tcp: i/o timeout', 'registry-unavailable', 'platform'],
  ])('that ends with %j is %s', (message, code, blame) =>
    expect(transferFault(new Error(message), referenceOf('x'))).toMatchObject({ code, blame }),
  );
});
