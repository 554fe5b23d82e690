import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, type HttpServer, serveHttp, TestRepository } from './git-servers.story.js';
import { SourceHouse } from './source-house.story.js';
import { noSsh, serveSsh, type SshServer } from './ssh-server.story.js';

const textOf = (workspace: string, path = 'file'): string => readFileSync(join(workspace, path), 'utf8');
const commitOf = (workspace: string): string => git(workspace, 'rev-parse', 'HEAD');

describe('a private source', () => {
  const token = 'tok-7f3a9c11e5';
  let house: SourceHouse;
  let web: TestRepository;
  let server: HttpServer;
  beforeEach(async () => {
    house = new SourceHouse();
    web = new TestRepository(house.root);
    web.commit({ file: 'one' });
    server = await serveHttp(house.root, { user: 'x-access-token', password: token });
  });
  afterEach(async () => {
    await server.stop();
    house.remove();
  });
  const source = () => ({ repository: `${server.url}/web.git` });

  it('is fetched with a token that stays in no file, no line and no argument', async () => {
    const { workspace, lines } = await house.prepare({ source: source(), secret: `${token}\n` });
    expect(textOf(workspace)).toBe('one');
    expect(house.filesWith(token)).toEqual([]);
    expect(lines.join('\n')).not.toContain(token);
    expect(server.requests.join('\n')).not.toContain(token);
  });

  it('takes a user with the token', async () => {
    const secret = `x-access-token:${token}`;
    expect(textOf((await house.prepare({ source: source(), secret })).workspace)).toBe('one');
  });

  it('needs the right one', async () => {
    await expect(house.prepare({ source: source() })).rejects.toMatchObject({
      code: 'credentials-needed',
      blame: 'user',
    });
    await expect(house.prepare({ source: source(), secret: 'wrong' })).rejects.toMatchObject({
      code: 'wrong-credentials',
      blame: 'user',
    });
    await expect(house.prepare({ source: source(), secret: '-----BEGIN KEY' })).rejects.toMatchObject({
      code: 'bad-credentials',
    });
    await expect(house.prepare({ source: source(), secret: 'a\nb' })).rejects.toMatchObject({
      code: 'bad-credentials',
    });
  });

  it('is not found in the copy of somebody who may read it', async () => {
    const commit = commitOf((await house.prepare({ source: source(), secret: token })).workspace);
    await expect(house.prepare({ source: { ...source(), commit } })).rejects.toMatchObject({
      code: 'credentials-needed',
    });
    await expect(house.prepare({ source: { ...source(), commit }, secret: 'wrong' })).rejects.toMatchObject({
      code: 'wrong-credentials',
    });
  });

  it('gives its token to no other host, wherever a submodule or a redirect leads', async () => {
    const thief = await serveHttp(house.root, { user: 'nobody', password: 'x' });
    try {
      const lib = new TestRepository(house.root, 'lib');
      lib.commit({ file: 'lib' });
      web.run('submodule', 'add', '--quiet', lib.bare, 'lib');
      writeFileSync(join(web.folder, '.gitmodules'), `[submodule "lib"]\n\tpath = lib\n\turl = ${thief.url}/lib.git\n`);
      web.commit({});
      const asked = { source: { ...source(), submodules: true }, secret: token };
      await expect(house.prepare(asked)).rejects.toMatchObject({ blame: 'user' });
      expect(thief.requests.length).toBeGreaterThan(0);
      const leads = await serveHttp(house.root, {
        instead: (request, response) => {
          response.writeHead(302, { location: `${thief.url}${request.url ?? ''}` }).end();
          return true;
        },
      });
      await expect(
        house.prepare({ source: { repository: `${leads.url}/web.git` }, secret: token }),
      ).rejects.toMatchObject({ blame: 'user' });
      await leads.stop();
      expect(thief.authorizations).toEqual([]);
    } finally {
      await thief.stop();
    }
  });
});

(noSsh ? describe.skip : describe)(`a source over ssh${noSsh ? ` (skipped: ${noSsh})` : ''}`, () => {
  let house: SourceHouse;
  let server: SshServer;
  let commit: string;
  beforeAll(async () => {
    house = new SourceHouse();
    commit = new TestRepository(house.root).commit({ file: 'one' });
    server = await serveSsh(house.root);
  });
  afterAll(async () => {
    await server.stop();
    house.remove();
  });
  const source = () => ({ repository: `${server.url}/web.git` });

  it('is fetched with a key that is gone afterwards', async () => {
    const { workspace } = await house.prepare({ source: source(), secret: server.key });
    expect(commitOf(workspace)).toBe(commit);
    expect(house.filesWith('PRIVATE KEY')).toEqual([]);
    expect(readdirSync(join(house.data, 'source/keys'))).toEqual([]);
  });

  it('needs a key that the host takes', async () => {
    await expect(house.prepare({ source: source() })).rejects.toMatchObject({
      code: 'wrong-credentials',
      blame: 'user',
    });
    await expect(house.prepare({ source: source(), secret: 'token' })).rejects.toMatchObject({
      code: 'bad-credentials',
    });
  });

  it('goes only to hosts that are known, where the operator says so', async () => {
    const known = join(house.root, 'known_hosts');
    const asked = { source: source(), secret: server.key };
    const options = { SOURCE_SSH_HOSTS: 'known' as const, SOURCE_KNOWN_HOSTS: known };
    writeFileSync(known, '');
    await expect(house.prepare(asked, options)).rejects.toMatchObject({ code: 'unknown-host', blame: 'policy' });
    writeFileSync(known, server.known);
    expect(existsSync((await house.prepare(asked, options)).workspace)).toBe(true);
    writeFileSync(
      known,
      server.known.replace(/[^ ]+\n$/, `${server.known.trim().split(' ')[2]?.replace(/.{6}$/, 'AAAAAA') ?? ''}\n`),
    );
    await expect(house.prepare(asked, options)).rejects.toMatchObject({ code: 'unknown-host', blame: 'policy' });
  });
});
