import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, serveHttp, TestRepository } from './git-servers.story.js';
import { SourceHouse } from './source-house.story.js';

describe('a hostile repository', () => {
  let house: SourceHouse;
  let web: TestRepository;
  beforeEach(() => {
    house = new SourceHouse();
    web = new TestRepository(house.root);
  });
  afterEach(() => house.remove());

  /** A commit whose tree has anything as a name. */
  const commitWith = (lines: (blob: string) => string): void => {
    const blob = execFileSync('git', ['-C', web.folder, 'hash-object', '-w', '--stdin'], { input: 'touch never' })
      .toString()
      .trim();
    const tree = execFileSync('git', ['-C', web.folder, 'mktree', '--missing'], { input: lines(blob) })
      .toString()
      .trim();
    const made = web.run('commit-tree', tree, '-m', 'evil');
    web.run('push', '--quiet', 'origin', `+${made}:refs/heads/main`);
  };

  it.each(['.git', '.GIT', '.Git', 'git~1', '.g\u200cit', '..'])('with a file called %j is refused', async name => {
    commitWith(blob => `100755 blob ${blob}\t${name}\n`);
    await expect(house.prepare({ source: { repository: web.bare } })).rejects.toMatchObject({
      code: 'unsafe-repository',
      blame: 'user',
    });
  });

  it('with hooks, filters, settings and links runs nothing, and its links are only links', async () => {
    const proof = join(house.root, 'never');
    commitWith(blob => `120000 blob ${blob}\tlink\n100755 blob ${blob}\tfile\n`);
    web.run('fetch', '--quiet', 'origin', 'main');
    web.run('reset', '--hard', '--quiet', 'FETCH_HEAD');
    web.commit({
      '.gitattributes': '* filter=evil diff=evil merge=evil\n*.bin filter=lfs\n',
      '.gitconfig': `[filter "evil"]\n\tsmudge = touch ${proof}\n[core]\n\tfsmonitor = touch ${proof}\n`,
      'hooks/post-checkout': `#!/bin/sh\ntouch ${proof}\n`,
      'a.bin': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
    });
    writeFileSync(join(web.bare, 'hooks/post-upload-pack'), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
    git(web.bare, 'config', 'uploadpack.packObjectsHook', `touch ${proof}`);
    const { workspace } = await house.prepare({ source: { repository: web.bare } });
    expect(lstatSync(join(workspace, 'link')).isSymbolicLink()).toBe(true);
    expect(existsSync(proof)).toBe(false);
    expect(readFileSync(join(workspace, 'a.bin'), 'utf8')).toContain('git-lfs');
    expect(existsSync(join(workspace, '.git/hooks'))).toBe(false);
  });

  it('says what it likes to people, without steering their terminal, and not for ever', async () => {
    web.commit({ file: 'one' });
    const noisy = await serveHttp(house.root, {
      instead: (request, response) => {
        if (request.method !== 'POST') return false;
        const packet = (text: string) => (text.length + 5).toString(16).padStart(4, '0') + `\u0002${text}`;
        response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-result' });
        response.end(`000dpackfile\n${packet('\u001b[2J\u001b]0;owned\u0007hello\n').repeat(2_000)}0000`);
        return true;
      },
    });
    try {
      const lines: string[] = [];
      const asked = {
        source: { repository: `${noisy.url}/web.git`, commit: 'a'.repeat(40) },
        said: (line: string) => lines.push(line),
      };
      await expect(house.prepare(asked)).rejects.toMatchObject({ name: 'Fault' });
      expect(lines.length).toBeLessThan(600);
      expect(lines.join('')).not.toMatch(/\p{Cc}/u);
      expect(lines.join('')).toContain('hello');
    } finally {
      await noisy.stop();
    }
  });
});
