import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, ExecutionId, Grant } from '@switchyard/contracts';
import type { KeptWorkspaces } from './workspace/kept-workspaces.js';
import { Workspaces } from './workspaces.js';

const [one, two] = ['01m84ywyccwh2egkrpyg85s86c', '01m84ywyccwh2egkrpyg85s86d'] as [ExecutionId, ExecutionId];

describe('workspaces', () => {
  let folder: string;
  let workspaces: Workspaces;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-workspaces-'));
    workspaces = await Workspaces.open(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are one folder per execution, the same for each of its steps', async () => {
    const path = await workspaces.make(one);
    writeFileSync(join(path, 'left'), 'by an earlier step');
    expect(await workspaces.make(one)).toBe(path);
    expect(readFileSync(join(path, 'left'), 'utf8')).toBe('by an earlier step');
    expect(await workspaces.make(two)).not.toBe(path);
  });

  it('make a failure of the end of a step that leaves too much, and only of a good one', async () => {
    const limited = await Workspaces.open(folder, undefined, { bytes: 1_000 });
    const path = await limited.make(one);
    const good = { kind: 'exited', exitCode: 0, startedAt: 0, finishedAt: 1, droppedBytes: 0 } as const;
    const bad = { ...good, exitCode: 3, failure: 'user', reason: 'exit code 3' } as const;
    writeFileSync(join(path, 'small'), 'x'.repeat(1_000));
    expect(await limited.judge(good, {} as Grant, path)).toBe(good);
    writeFileSync(join(path, 'more'), 'x');
    const judged = await limited.judge(good, {} as Grant, path);
    expect(judged).toMatchObject({ kind: 'failed', failure: 'user', reason: expect.stringContaining('in 2 files') });
    expect(judged.exitCode).toBeUndefined();
    expect(await limited.judge(bad, {} as Grant, path)).toBe(bad);
    expect(await workspaces.judge(good, {} as Grant, path)).toBe(good);
  });

  it('begin as a copy of another one that is still there, links as links, and once', async () => {
    const source = await workspaces.make(one);
    mkdirSync(join(source, 'deep'));
    writeFileSync(join(source, 'deep/file'), 'built');
    chmodSync(join(source, 'deep/file'), 0o755);
    symlinkSync('/etc/hostname', join(source, 'link'));
    const path = await workspaces.make(two, one);
    expect(readFileSync(join(path, 'deep/file'), 'utf8')).toBe('built');
    expect(statSync(join(path, 'deep/file')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(path, 'link'))).toBe('/etc/hostname');
    writeFileSync(join(source, 'later'), '');
    await Promise.all([workspaces.make(two, one), workspaces.make(two, one)]);
    expect(existsSync(join(path, 'later'))).toBe(false);
  });

  it('begin empty where what they should copy is gone, and leave nothing half copied', async () => {
    expect(readdirSync(await workspaces.make(two, one))).toEqual([]);
    mkdirSync(join(folder, 'workspaces', `${one}.unfinished`));
    await Workspaces.open(folder);
    expect(readdirSync(join(folder, 'workspaces'))).toEqual([two]);
  });

  it('cannot be looked into by other users', async () => {
    await workspaces.make(one);
    expect(statSync(join(folder, 'workspaces')).mode & 0o077).toBe(0);
  });

  it('are listed, also those of an earlier process, and nothing else is', async () => {
    await Promise.all([workspaces.make(one), workspaces.make(two)]);
    mkdirSync(join(folder, 'workspaces/notes'));
    expect((await (await Workspaces.open(folder)).list()).sort()).toEqual([one, two]);
  });

  it('are removed with all they hold, and may be removed twice', async () => {
    const path = await workspaces.make(one);
    mkdirSync(join(path, 'node_modules/deep'), { recursive: true });
    writeFileSync(join(path, 'node_modules/deep/file'), '');
    await workspaces.remove(one);
    await workspaces.remove(one);
    expect(await workspaces.list()).toEqual([]);
  });

  it('of one attempt alone are empty, and are listed and removed with the others of their execution', async () => {
    const attempt = `${one}.build.1` as AttemptId;
    const path = await workspaces.makeOwn(one, attempt);
    expect(readdirSync(path)).toEqual([]);
    expect(path).not.toContain(await workspaces.make(two));
    writeFileSync(join(path, 'left'), '');
    expect(await workspaces.makeOwn(one, attempt)).toBe(path);
    expect((await workspaces.list()).sort()).toEqual([one, two]);
    await workspaces.remove(one);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(folder, 'workspaces'))).toEqual([two]);
  });

  it('are removed with what was kept of them, and named again while that is not gone', async () => {
    const removed: string[] = [];
    let isAway = true;
    const remove = async (project: string, id: string) => {
      if (isAway) throw new Error('the store is away');
      removed.push(`${project} ${id}`);
    };
    const shared = await Workspaces.open(folder, { remove } as unknown as KeptWorkspaces);
    writeFileSync(`${await shared.make(one)}.shared`, '{"v":1,"project":"p","applied":[],"known":{}}');
    await expect(shared.remove(one)).rejects.toThrow('the store is away');
    expect(await shared.list()).toEqual([one]);
    isAway = false;
    await shared.remove(one);
    expect(removed).toEqual([`p ${one}`]);
    expect(await shared.list()).toEqual([]);
  });

  it('are removed although a step made folders read-only', async () => {
    const path = await workspaces.make(one);
    const locked = join(path, 'locked/inside');
    mkdirSync(locked, { recursive: true });
    writeFileSync(join(locked, 'file'), '');
    for (const name of [locked, join(path, 'locked')]) chmodSync(name, 0o500);
    await workspaces.remove(one);
    expect(existsSync(path)).toBe(false);
  });

  it('are removed without what their links point to', async () => {
    const path = await workspaces.make(one);
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'precious'), '');
    symlinkSync(outside, join(path, 'link'));
    symlinkSync('/nowhere', join(path, 'dangling'));
    await workspaces.remove(one);
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(outside, 'precious'))).toBe(true);
  });

  it.each(['..', '../journal', '.', '', '/etc', 'notes'])('never remove %j, which is no execution', async name => {
    mkdirSync(join(folder, 'journal'));
    mkdirSync(join(folder, 'workspaces/notes'));
    await workspaces.remove(name as ExecutionId);
    for (const kept of ['journal', 'workspaces', 'workspaces/notes']) expect(existsSync(join(folder, kept))).toBe(true);
  });
});
