import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
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
