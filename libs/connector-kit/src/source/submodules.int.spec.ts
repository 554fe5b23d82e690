import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, type HttpServer, serveHttp, TestRepository } from './git-servers.story.js';
import { SourceHouse } from './source-house.story.js';

const textOf = (workspace: string, path = 'file'): string => readFileSync(join(workspace, path), 'utf8');

describe('a source with submodules', () => {
  let house: SourceHouse;
  let web: TestRepository;
  let server: HttpServer;
  beforeEach(async () => {
    house = new SourceHouse();
    web = new TestRepository(house.root);
    server = await serveHttp(house.root);
  });
  afterEach(async () => {
    await server.stop();
    house.remove();
  });
  const url = () => `${server.url}/web.git`;

  it('comes with its submodules when they are asked for, and theirs', async () => {
    const inner = new TestRepository(house.root, 'inner');
    inner.commit({ deep: 'inner' });
    const lib = new TestRepository(house.root, 'lib');
    lib.commit({ file: 'lib' });
    lib.run('submodule', 'add', '--quiet', inner.bare, 'inner');
    writeFileSync(join(lib.folder, '.gitmodules'), '[submodule "inner"]\n\tpath = inner\n\turl = ../inner.git\n');
    lib.commit({});
    web.commit({ file: 'one' });
    web.run('submodule', 'add', '--quiet', lib.bare, 'lib');
    writeFileSync(join(web.folder, '.gitmodules'), `[submodule "lib"]\n\tpath = lib\n\turl = ${server.url}/lib.git\n`);
    web.commit({});
    const without = await house.prepare({ source: { repository: url() } });
    expect(readdirSync(join(without.workspace, 'lib'))).toEqual([]);
    const { workspace } = await house.prepare({ source: { repository: url(), submodules: true } });
    expect(textOf(workspace, 'lib/inner/deep')).toBe('inner');
    expect(git(workspace, 'status', '--porcelain')).toBe('');
  });

  it.each([
    ['another host’s protocol', 'ext::sh -c touch% /tmp/never', 'bad-repository'],
    ['an option', '--upload-pack=touch /tmp/never', 'bad-repository'],
    ['a file outside', 'file:///etc', 'path-not-allowed'],
  ])('does not follow a submodule to %s', async (_what, address, code) => {
    const lib = new TestRepository(house.root, 'lib');
    lib.commit({ file: 'lib' });
    web.commit({ file: 'one' });
    web.run('submodule', 'add', '--quiet', lib.bare, 'lib');
    writeFileSync(join(web.folder, '.gitmodules'), `[submodule "lib"]\n\tpath = lib\n\turl = ${address}\n`);
    web.commit({});
    const found = house.prepare({ source: { repository: web.bare, submodules: true } });
    // Git itself may refuse it first, when the objects come.
    await expect(found).rejects.toMatchObject({ code: expect.stringMatching(`^(${code}|unsafe-repository)$`) });
  });
});
