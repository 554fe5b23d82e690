import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SourcePlan } from '@switchyard/contracts';
import { git, type HttpServer, serveHttp, TestRepository } from './git-servers.story.js';
import { SourceHouse } from './source-house.story.js';

/** Contents that are not here: git names them without asking for them. */
const missingIn = (workspace: string): string[] =>
  git(workspace, 'rev-list', '--objects', '--all', '--missing=print')
    .split('\n')
    .filter(line => line.startsWith('?'));

/** What may be asked of the server, which is in this process: nobody may wait for it without letting it answer. */
const shown = async (workspace: string, what: string): Promise<string> =>
  (await promisify(execFile)('git', ['-C', workspace, 'show', what])).stdout.trim();

describe('a source without the contents of its history', () => {
  let house: SourceHouse;
  let web: TestRepository;
  let server: HttpServer;
  let commit: string;
  const sourceOf = (more: Partial<SourcePlan> = {}): SourcePlan => ({
    repository: `${server.url}/web.git`,
    ref: 'refs/heads/main',
    filter: 'blob:none',
    ...more,
  });
  beforeEach(async () => {
    house = new SourceHouse();
    web = new TestRepository(house.root);
    web.commit({ file: 'first', 'folder/x': 'x' });
    web.commit({ file: 'second' });
    commit = web.commit({ file: 'third' });
    server = await serveHttp(house.root);
  });
  afterEach(async () => {
    await server.stop();
    house.remove();
  });

  it('has its files and all commits, and git fetches what it asks for', async () => {
    git(web.bare, 'config', 'uploadpack.allowFilter', 'true');
    const { workspace } = await house.prepare({ source: sourceOf() });
    expect(readFileSync(join(workspace, 'file'), 'utf8')).toBe('third');
    expect(readFileSync(join(workspace, 'folder/x'), 'utf8')).toBe('x');
    expect(git(workspace, 'status', '--porcelain')).toBe('');
    expect(git(workspace, 'rev-list', '--count', 'HEAD')).toBe('3');
    expect(missingIn(workspace)).toHaveLength(2);
    // Nothing of the connector's own folders is named in it.
    expect(readFileSync(join(workspace, '.git/config'), 'utf8')).not.toContain(house.data);
    expect(await shown(workspace, 'HEAD~2:file')).toBe('first');
    expect(missingIn(workspace)).toHaveLength(1);
  });

  it('is taken from this machine the second time', async () => {
    git(web.bare, 'config', 'uploadpack.allowFilter', 'true');
    await house.prepare({ source: sourceOf({ commit }) });
    server.requests.length = 0;
    const { workspace, lines } = await house.prepare({ source: sourceOf({ commit }) });
    expect(server.requests).toEqual([]);
    expect(lines[0]).toBe('Source: taken from the copy that this connector has');
    expect(git(workspace, 'rev-list', '--count', 'HEAD')).toBe('3');
    expect(missingIn(workspace)).toHaveLength(2);
  });

  it('has no more commits than it is told to', async () => {
    git(web.bare, 'config', 'uploadpack.allowFilter', 'true');
    const { workspace } = await house.prepare({ source: sourceOf({ depth: 2 }) });
    expect(git(workspace, 'rev-list', '--count', 'HEAD')).toBe('2');
    expect(readFileSync(join(workspace, 'file'), 'utf8')).toBe('third');
  });

  it('has everything where the server leaves nothing out', async () => {
    const { workspace } = await house.prepare({ source: sourceOf() });
    expect(git(workspace, 'rev-list', '--count', 'HEAD')).toBe('3');
    expect(await shown(workspace, 'HEAD~1:file')).toBe('second');
    expect(git(workspace, 'status', '--porcelain')).toBe('');
  });
});
