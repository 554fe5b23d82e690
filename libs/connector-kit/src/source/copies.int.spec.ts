import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { git, type HttpServer, serveHttp, TestRepository } from './git-servers.story.js';
import { newExecution, SourceHouse } from './source-house.story.js';

const processesWith = (text: string): string[] =>
  readdirSync('/proc').filter(pid => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });

/** What is killed may be seen for a moment still. */
const until = async (fact: () => boolean): Promise<void> => {
  while (!fact()) await new Promise(resolve => setTimeout(resolve, 5));
};

/** As the lock and the marks of a copy name a process. */
const identityOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
};

const commitOf = (workspace: string): string => git(workspace, 'rev-parse', 'HEAD');

describe('the copy of a repository', () => {
  let house: SourceHouse;
  let web: TestRepository;
  let server: HttpServer;
  let commit: string;
  /** Answers that never end, while somebody waits for this many. */
  let stalled: ServerResponse[];
  let stalls = false;
  let stalling: () => void = () => undefined;
  beforeEach(async () => {
    house = new SourceHouse();
    web = new TestRepository(house.root);
    commit = web.commit({ file: 'one', other: 'two', 'folder/x': 'x' });
    stalls = false;
    stalled = [];
    server = await serveHttp(house.root, {
      instead: (request, response) => {
        if (!stalls || request.method !== 'POST') return false;
        stalled.push(response);
        stalling();
        return true;
      },
    });
  });
  afterEach(async () => {
    await server.stop();
    house.remove();
  });
  const source = (more: object = {}) => ({ repository: `${server.url}/web.git`, ...more });
  const untilStalled = () => {
    stalls = true;
    return new Promise<void>(resolve => (stalling = resolve));
  };

  it('that a process which died left half made is made again, and the git of that process ended', async () => {
    await house.prepare({ source: source({ depth: 0 }) });
    const [name = ''] = house.copies;
    const folder = house.copy(name);
    const whole = join(folder, 'whole.git');
    const reached = untilStalled();
    const orphan = spawn('git', [`--git-dir=${whole}`, 'fetch', '--refetch', `${server.url}/web.git`, 'main'], {
      detached: true,
      stdio: 'ignore',
    });
    await reached;
    stalls = false;
    const gone = once(orphan, 'exit');
    writeFileSync(`${whole}.busy`, identityOf(orphan.pid ?? 0));
    writeFileSync(`${folder}.lock`, '999999999 1');
    writeFileSync(join(whole, 'shallow.lock'), '');
    writeFileSync(join(whole, 'packed-refs.lock'), '');
    const { workspace, lines } = await house.prepare({ source: source({ depth: 0 }) });
    expect(await gone).toEqual([null, 'SIGKILL']);
    expect(commitOf(workspace)).toBe(commit);
    expect(lines[0]).toContain('fetching');
    expect(readdirSync(whole).filter(one => one.endsWith('.lock'))).toEqual([]);
    expect(existsSync(`${whole}.busy`)).toBe(false);
  });

  it('that is damaged is made again', async () => {
    await house.prepare({ source: source() });
    const [name = ''] = house.copies;
    const packs = join(house.copy(name), 'shallow.git/objects/pack');
    for (const pack of readdirSync(packs).filter(one => one.endsWith('.pack'))) {
      chmodSync(join(packs, pack), 0o600);
      truncateSync(join(packs, pack), 40);
    }
    const { workspace, lines } = await house.prepare({ source: source({ commit }) });
    expect(commitOf(workspace)).toBe(commit);
    expect(lines.join('\n')).toContain('is damaged, and made again');
  });

  it('is let go of at once when nobody wants it any more, with all processes that made it', async () => {
    const reached = untilStalled();
    const cancel = new AbortController();
    const prepared = house.prepare({ source: source(), signal: cancel.signal });
    await Promise.race([reached, prepared]);
    expect(processesWith(server.url).length).toBeGreaterThan(0);
    // Somebody who waits for the same copy may leave as well.
    const other = new AbortController();
    const waiting = house.prepare({ source: source(), signal: other.signal });
    other.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    cancel.abort(new Error('cancelled'));
    await expect(prepared).rejects.toThrow('cancelled');
    await until(() => processesWith(server.url).length === 0);
    stalls = false;
    expect(commitOf((await house.prepare({ source: source() })).workspace)).toBe(commit);
  });

  it('that takes too long is the platform’s failure', async () => {
    stalls = true;
    await expect(house.prepare({ source: source() }, { SOURCE_TIMEOUT_MS: 1_000 })).rejects.toMatchObject({
      code: 'repository-too-slow',
      blame: 'platform',
    });
    await until(() => processesWith(server.url).length === 0);
  });

  it('goes when nobody used it for long, or when it does not fit any more', async () => {
    const others = ['a', 'b'].map(name => {
      const one = new TestRepository(house.root, name);
      one.commit({ file: name });
      return `${server.url}/${name}.git`;
    });
    await house.prepare({ source: source() });
    const [oldest = ''] = house.copies;
    utimesSync(house.copy(oldest), new Date(0), new Date(0));
    for (const repository of others) await house.prepare({ source: { repository } });
    const around = await house.another({ SOURCE_COPIES_DAYS: 30 });
    await around.prune(Date.now(), true);
    expect(house.copies).toHaveLength(2);
    expect(house.copies).not.toContain(oldest);
    await (await house.another({ SOURCE_COPIES_MB: 0 })).prune(Date.now(), true);
    expect(house.copies).toEqual([]);
  });

  it('is taken whole into a workspace by whoever comes after a process that died while it moved files there', async () => {
    const execution = newExecution();
    const { workspace } = await house.prepare({ source: source(), execution });
    const notes = join(house.data, 'source/executions', `${execution}.json`);
    const from = join(house.data, 'source/staging/half');
    mkdirSync(from);
    for (const name of ['file', '.git']) renameSync(join(workspace, name), join(from, name));
    const kept = JSON.parse(readFileSync(notes, 'utf8')) as { places: Record<string, object> };
    const places = Object.fromEntries(Object.entries(kept.places).map(([place, laid]) => [place, { ...laid, from }]));
    writeFileSync(notes, JSON.stringify({ ...kept, places }));
    await house.prepare({ source: source(), execution });
    expect(git(workspace, 'status', '--porcelain')).toBe('');
    expect(existsSync(from)).toBe(false);
  });
});

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

describe('a repository with thousands of commits', () => {
  it('is faster the second time, and asks nobody', async () => {
    const house = new SourceHouse();
    const web = new TestRepository(house.root);
    const server = await serveHttp(house.root);
    try {
      execFileSync('git', ['-C', web.bare, 'fast-import', '--quiet'], { input: history(3_000) });
      const commit = git(web.bare, 'rev-parse', 'main');
      const timed = async (depth: number) => {
        const start = performance.now();
        const { lines } = await house.prepare({
          source: { repository: `${server.url}/web.git`, ref: 'refs/heads/main', commit, depth },
        });
        return {
          ms: Math.round(performance.now() - start),
          first: lines[0],
          requests: server.requests.splice(0).length,
        };
      };
      const [shallow, shallowAgain, whole, wholeAgain, shallowOfWhole] = [
        await timed(1),
        await timed(1),
        await timed(0),
        await timed(0),
        await timed(1),
      ];
      process.stdout.write(
        `source of 3000 commits: shallow ${shallow.ms} ms, again ${shallowAgain.ms} ms; whole ${whole.ms} ms, again ${wholeAgain.ms} ms, then shallow ${shallowOfWhole.ms} ms\n`,
      );
      expect([shallowAgain, wholeAgain, shallowOfWhole].map(({ requests }) => requests)).toEqual([0, 0, 0]);
      expect([shallow, whole].map(({ requests }) => requests > 0)).toEqual([true, true]);
    } finally {
      await server.stop();
      house.remove();
    }
  });
});

/** Commits that each change one of three hundred files. */
const history = (commits: number): string => {
  const lines: string[] = [];
  for (let index = 0; index < commits; index += 1) {
    const text = `line ${index}\n`.repeat(200 + (index % 50));
    const message = `commit ${index}`;
    lines.push(
      'commit refs/heads/main',
      `mark :${index + 1}`,
      `committer Ada <ada@example.com> ${1_700_000_000 + index} +0000`,
      `data ${message.length}\n${message}`,
      ...(index > 0 ? [`from :${index}`] : []),
      `M 100644 inline src/part${index % 20}/file${index % 300}.txt`,
      `data ${text.length}\n${text}`,
    );
  }
  return `${lines.join('\n')}\n`;
};
