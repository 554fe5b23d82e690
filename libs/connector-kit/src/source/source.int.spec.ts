import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, type GitServer, type HttpServer, serveDaemon, serveHttp, TestRepository } from './git-servers.story.js';
import { newExecution, SourceHouse } from './source-house.story.js';

const textOf = (workspace: string, path = 'file'): string => readFileSync(join(workspace, path), 'utf8');
const commitOf = (workspace: string): string => git(workspace, 'rev-parse', 'HEAD');

describe('a source', () => {
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

  it('is a shallow checkout of the default branch, and says what it is', async () => {
    web.commit({ file: 'one' });
    const commit = web.commit({ file: 'two' });
    const { workspace, given, lines } = await house.prepare({ source: { repository: url() } });
    expect(textOf(workspace)).toBe('two');
    expect(git(workspace, 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(git(workspace, 'status', '--porcelain')).toBe('');
    expect(given).toEqual({
      YARD_SOURCE_CREDENTIALS: undefined,
      YARD_REPOSITORY: url(),
      YARD_COMMIT: commit,
      YARD_BRANCH: 'main',
    });
    expect(lines.at(-1)).toBe(`Source: commit ${commit} of refs/heads/main`);
  });

  it('is what its ref is: a branch, a tag, a pull request of either kind, a commit, whole or shortened', async () => {
    const one = web.commit({ file: 'one' });
    const two = web.commit({ file: 'two' });
    const three = web.commit({ file: 'three' }, 'next');
    const four = web.commit({ file: 'four' }, 'gone');
    web.tag('v1', one);
    web.name('refs/merge-requests/7/head', four);
    web.name('refs/pull/8/head', four);
    const at = async (source: object) =>
      commitOf((await house.prepare({ source: { repository: url(), ...source } })).workspace);
    expect(await at({ ref: 'next' })).toBe(three);
    expect(await at({ ref: 'refs/heads/next' })).toBe(three);
    expect(await at({ ref: 'v1' })).toBe(one);
    expect(await at({ ref: 'refs/pull/7/head' })).toBe(four);
    expect(await at({ ref: 'refs/merge-requests/8/head' })).toBe(four);
    expect(await at({ ref: one })).toBe(one);
    expect(await at({ ref: 'main', commit: one })).toBe(one);
    expect(await at({ commit: two.slice(0, 9) })).toBe(two);
    expect(await at({ ref: one.slice(0, 9) })).toBe(one);
    expect(await at({ ref: 'refs/heads/main', commit: two })).toBe(two);
  });

  it('has as much of history as it asks for', async () => {
    for (const file of ['one', 'two', 'three', 'four']) web.commit({ file });
    web.tag('v4', 'HEAD');
    const of = async (depth: number) => (await house.prepare({ source: { repository: url(), depth } })).workspace;
    expect(git(await of(1), 'rev-list', '--count', 'HEAD')).toBe('1');
    expect(git(await of(3), 'rev-list', '--count', 'HEAD')).toBe('3');
    const whole = await of(0);
    expect(git(whole, 'rev-list', '--count', 'HEAD')).toBe('4');
    expect(git(whole, 'describe')).toBe('v4');
    expect(git(await of(1), 'rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('is local the second time, and fetches only what is new the third', async () => {
    const one = web.commit({ file: 'one' });
    await house.prepare({ source: { repository: url(), ref: 'refs/heads/main', commit: one } });
    const asked = server.requests.length;
    const again = await house.prepare({ source: { repository: url(), ref: 'refs/heads/main', commit: one } });
    expect(server.requests).toHaveLength(asked);
    expect(again.lines[0]).toContain('taken from the copy');
    const two = web.commit({ file: 'two' });
    const third = await house.prepare({ source: { repository: url() } });
    expect(commitOf(third.workspace)).toBe(two);
    expect(house.copies).toHaveLength(1);
  });

  it('is the same commit for all steps of an execution, and what they change stays', async () => {
    const one = web.commit({ file: 'one' });
    const execution = newExecution();
    const source = { repository: url(), ref: 'main' };
    const { workspace } = await house.prepare({ source, execution });
    writeFileSync(join(workspace, 'file'), 'changed');
    web.commit({ file: 'two' });
    const second = await house.prepare({ source, execution });
    expect(second.lines).toEqual([`Source: commit ${one} is there already`]);
    expect(second.given).toMatchObject({ YARD_COMMIT: one });
    expect(textOf(workspace)).toBe('changed');
    const elsewhere = await house.prepare({ source: { ...source, path: 'a/b' }, execution });
    expect(commitOf(join(elsewhere.workspace, 'a/b'))).toBe(one);
  });

  it('is laid down once for steps side by side', async () => {
    web.commit({ file: 'one' });
    const execution = newExecution();
    const all = await Promise.all([1, 2, 3, 4].map(() => house.prepare({ source: { repository: url() }, execution })));
    expect(all.map(({ lines }) => lines.some(line => line.includes('there already'))).toSorted()).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('of an execution that is repeated is what it was, also in a copy of its workspace', async () => {
    const one = web.commit({ file: 'one' });
    const source = { repository: url(), ref: 'main' };
    const first = await house.prepare({ source });
    web.commit({ file: 'two' });
    const anew = await house.prepare({ source, workspaceOf: first.execution });
    expect(commitOf(anew.workspace)).toBe(one);
    const third = newExecution();
    git(house.root, 'clone', '--quiet', first.workspace, house.workspaceOf(third));
    writeFileSync(
      join(house.workspaceOf(third), '.git/switchyard.json'),
      textOf(first.workspace, '.git/switchyard.json'),
    );
    const copied = await house.prepare({ source, execution: third, workspaceOf: first.execution });
    expect(copied.lines).toEqual([`Source: commit ${one} is there already`]);
  });

  it('tells no more than the trigger has told', async () => {
    web.commit({ file: 'one' });
    const told = { YARD_COMMIT: 'x', YARD_BRANCH: '', YARD_REPOSITORY: 'y' };
    const { given } = await house.prepare({ source: { repository: url() }, environment: told });
    expect(given).toEqual({ YARD_SOURCE_CREDENTIALS: undefined, YARD_BRANCH: 'main' });
  });

  it('tells who must act', async () => {
    web.commit({ file: 'one' });
    const refused = (source: object) => house.prepare({ source: { repository: url(), ...source } });
    await expect(refused({ ref: 'nowhere' })).rejects.toMatchObject({
      code: 'unknown-ref',
      blame: 'user',
      message: expect.stringContaining('no branch, tag or reference nowhere'),
    });
    await expect(refused({ commit: 'a'.repeat(40) })).rejects.toMatchObject({ code: 'unknown-ref', blame: 'user' });
    await expect(refused({ ref: 'main', commit: 'a'.repeat(40) })).rejects.toMatchObject({ code: 'unknown-ref' });
    await expect(refused({ commit: 'abcdef' })).rejects.toMatchObject({ code: 'unknown-ref' });
    await expect(refused({ repository: `${server.url}/none.git` })).rejects.toMatchObject({
      code: 'unknown-repository',
      blame: 'user',
    });
    await expect(refused({ repository: `${house.root}/none.git` })).rejects.toMatchObject({
      code: 'unknown-repository',
      blame: 'user',
    });
    await expect(refused({ repository: '/etc' })).rejects.toMatchObject({ code: 'path-not-allowed', blame: 'policy' });
    await expect(refused({ repository: 'ext::sh' })).rejects.toMatchObject({ code: 'bad-repository', blame: 'user' });
    await expect(refused({ repository: 'http://127.0.0.1:1/web.git' })).rejects.toMatchObject({
      code: 'repository-unreachable',
      blame: 'platform',
      retry: true,
    });
    await expect(
      house.prepare({ source: { repository: url() } }, { SOURCE_PROTOCOLS: 'https,ssh' }),
    ).rejects.toMatchObject({ code: 'protocol-not-allowed', blame: 'policy' });
  });

  it('never takes the place of other files, and never follows a link out', async () => {
    web.commit({ file: 'one', 'folder/x': 'x' });
    const execution = newExecution();
    const workspace = house.workspaceOf(execution);
    writeFileSync(join(workspace, 'file'), 'mine');
    await expect(house.prepare({ source: { repository: url() }, execution })).rejects.toMatchObject({
      code: 'files-in-the-way',
    });
    expect(readdirSync(workspace)).toEqual(['file']);
    git(workspace, 'init', '--quiet', 'own');
    await expect(house.prepare({ source: { repository: url(), path: 'own' }, execution })).rejects.toMatchObject({
      code: 'another-repository',
    });
    symlinkSync('/tmp', join(workspace, 'link'));
    for (const path of ['link', 'link/x', '../x', '.git/x', 'a/.GIT'])
      await expect(house.prepare({ source: { repository: url(), path }, execution })).rejects.toMatchObject({
        code: 'bad-source-path',
      });
  });

  it('over the protocol of git’s own server', async () => {
    const commit = web.commit({ file: 'one' });
    const daemon: GitServer = await serveDaemon(house.root);
    try {
      const { workspace } = await house.prepare({ source: { repository: `${daemon.url}/web.git` } });
      expect(commitOf(workspace)).toBe(commit);
    } finally {
      await daemon.stop();
    }
  });

  it('can be a path of this machine', async () => {
    const commit = web.commit({ file: 'one' });
    const { workspace } = await house.prepare({ source: { repository: web.folder } });
    expect(commitOf(workspace)).toBe(commit);
  });
});
