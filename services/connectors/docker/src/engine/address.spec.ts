import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf } from './address.js';

describe('the address of an engine', () => {
  it.each([
    [undefined, { socketPath: '/var/run/docker.sock' }, true],
    ['unix:///run/podman/podman.sock', { socketPath: '/run/podman/podman.sock' }, true],
    ['tcp://build:2375', { protocol: 'http', host: 'build', port: 2375 }, false],
    ['tcp://build:2376', { protocol: 'https', host: 'build', port: 2376 }, false],
    ['tcp://build', { protocol: 'http', host: 'build', port: 2375 }, false],
    ['ssh://me@build:22', { protocol: 'ssh', host: 'build', port: 22, username: 'me' }, false],
  ])('%s', (text, options, isLocal) => {
    expect(addressOf(text === undefined ? {} : { DOCKER_HOST: text })).toMatchObject({ options, isLocal });
  });

  it('has its certificates in a folder, and says which is missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'yard-certificates-'));
    try {
      for (const name of ['ca.pem', 'cert.pem']) writeFileSync(join(folder, name), name);
      const at = { DOCKER_HOST: 'tcp://build:9000', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder };
      expect(() => addressOf(at)).toThrow('has no key.pem that can be read');
      writeFileSync(join(folder, 'key.pem'), 'key.pem');
      const options = { protocol: 'https', port: 9000, ca: 'ca.pem', cert: 'cert.pem', key: 'key.pem' };
      expect(addressOf(at).options).toMatchObject(options);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(['nowhere', 'npipe:////./pipe/x', 'ftp://host'])('is not %s', text =>
    expect(() => addressOf({ DOCKER_HOST: text })).toThrow(/DOCKER_HOST/),
  );
});
