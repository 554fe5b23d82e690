import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BlobStore, openBlobStore } from '@switchyard/blobs';
import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { blobOwnerOf } from '../../../../services/execution/src/domain/blob-owner.js';
import { KeptWorkspaces } from './kept-workspaces.js';
import { checkQuota } from './quota.js';
import { lookAt } from './read-workspace.js';
import { SharedWorkspace } from './shared-workspace.js';

const of = { project: 'p' as ProjectId, executionId: '01m84ywyccwh2egkrpyg85s86c' as ExecutionId };
const { signal } = new AbortController();

describe('a workspace of two machines', () => {
  let root: string;
  let blobs: BlobStore;
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'yard-shared-'));
    for (const name of ['here', 'there', 'outside']) mkdirSync(join(root, name));
    blobs = await openBlobStore(pathToFileURL(join(root, 'blobs')).href);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const at = (machine: string, ...names: string[]) => join(root, machine, ...names);
  const text = (machine: string, name: string) => readFileSync(at(machine, name), 'utf8');
  const shared = (machine: string) => new SharedWorkspace(new KeptWorkspaces(blobs), of, at(machine));
  const keep = async (machine: string) => shared(machine).keep(await lookAt(at(machine)), signal);
  const restore = (machine: string) => shared(machine).restore(() => undefined, signal);
  const packs = async () => {
    const sizes: number[] = [];
    for await (const { bytes } of blobs.list(`p/workspaces/${of.executionId}/packs/`)) sizes.push(bytes);
    return sizes;
  };

  it('is kept where the execution service looks for what nobody removed', async () => {
    writeFileSync(at('here', 'built'), 'by the first step');
    await keep('here');
    const owners: unknown[] = [];
    for await (const key of blobs.keys('')) owners.push(blobOwnerOf(key));
    const owner = { kind: 'workspace', executionId: of.executionId };
    expect(owners).toEqual([owner, owner]);
  });

  it('is the same on the other, with modes, times, links and empty folders', async () => {
    mkdirSync(at('here', 'deep/empty'), { recursive: true });
    writeFileSync(at('here', 'deep/built'), 'by the first step');
    writeFileSync(at('here', 'nothing'), '');
    writeFileSync(at('here', '__proto__'), 'odd');
    chmodSync(at('here', 'deep/built'), 0o751);
    utimesSync(at('here', 'deep/built'), 1_700_000_000, 1_700_000_000.5);
    symlinkSync('/etc', at('here', 'link'));
    mkdirSync(at('here', 'locked'));
    writeFileSync(at('here', 'locked/file'), 'inside');
    chmodSync(at('here', 'locked'), 0o500);
    expect(await keep('here')).toMatchObject({ files: 4 });
    expect(await restore('there')).toMatchObject({ files: 4 });
    expect(text('there', 'deep/built')).toBe('by the first step');
    expect([text('there', 'nothing'), text('there', '__proto__'), text('there', 'locked/file')]).toEqual([
      '',
      'odd',
      'inside',
    ]);
    const { mode, mtimeMs } = statSync(at('there', 'deep/built'));
    expect([mode & 0o777, mtimeMs]).toEqual([0o751, 1_700_000_000_500]);
    expect(readdirSync(at('there', 'deep')).sort()).toEqual(['built', 'empty']);
    expect(readlinkSync(at('there', 'link'))).toBe('/etc');
    expect(statSync(at('there', 'locked')).mode & 0o777).toBe(0o500);
    for (const machine of ['here', 'there']) chmodSync(at(machine, 'locked'), 0o700);
  });

  it('sends what changed only, and no bytes twice', async () => {
    for (const name of ['a', 'b']) writeFileSync(at('here', name), name.repeat(1_000));
    await keep('here');
    expect(await keep('here')).toEqual({ files: 0, bytes: 0 });
    expect(await packs()).toEqual([2_000]);
    await restore('there');
    expect(await keep('there')).toEqual({ files: 0, bytes: 0 });
    writeFileSync(at('there', 'a'), 'changed');
    renameSync(at('there', 'b'), at('there', 'moved'));
    expect(await keep('there')).toEqual({ files: 1, bytes: 7 });
    expect((await packs()).sort()).toEqual([2_000, 7]);
    await restore('here');
    expect(readdirSync(at('here')).sort()).toEqual(['a', 'moved']);
    expect([text('here', 'a'), text('here', 'moved')]).toEqual(['changed', 'b'.repeat(1_000)]);
    expect(await restore('here')).toEqual({ files: 0, bytes: 0 });
  });

  it('has the same bytes at several paths, and a file larger than a pack', async () => {
    for (const name of ['x', 'y', 'z']) writeFileSync(at('here', name), 'same');
    writeFileSync(at('here', 'large'), Buffer.alloc(70_000_000, 'l'));
    await keep('here');
    writeFileSync(at('here', 'again'), 'same');
    await keep('here');
    await restore('there');
    expect(['x', 'y', 'z', 'again'].map(name => text('there', name))).toEqual(Array(4).fill('same'));
    expect(readFileSync(at('there', 'large')).equals(readFileSync(at('here', 'large')))).toBe(true);
  });

  it('becomes another kind of thing where it did, and loses what is gone', async () => {
    mkdirSync(at('here', 'folder/inner'), { recursive: true });
    writeFileSync(at('here', 'folder/inner/file'), 'x');
    writeFileSync(at('here', 'file'), 'x');
    await keep('here');
    await restore('there');
    rmSync(at('here', 'folder'), { recursive: true });
    writeFileSync(at('here', 'folder'), 'a file now');
    rmSync(at('here', 'file'));
    mkdirSync(at('here', 'file'));
    writeFileSync(at('here', 'file/inside'), 'y');
    await keep('here');
    await restore('there');
    expect([text('there', 'folder'), text('there', 'file/inside')]).toEqual(['a file now', 'y']);
  });

  it('has for each file what was kept last, where steps ran side by side', async () => {
    writeFileSync(at('here', 'both'), 'before');
    await keep('here');
    await restore('there');
    writeFileSync(at('here', 'both'), 'here');
    writeFileSync(at('here', 'from-here'), '');
    writeFileSync(at('there', 'both'), 'there');
    writeFileSync(at('there', 'from-there'), '');
    await keep('here');
    // Names of the same moment would be in no order.
    for (const now = Date.now(); Date.now() === now;);
    await keep('there');
    for (const machine of ['here', 'there']) await restore(machine);
    for (const machine of ['here', 'there']) {
      expect(readdirSync(at(machine)).sort()).toEqual(['both', 'from-here', 'from-there']);
      expect(text(machine, 'both')).toBe('there');
    }
  });

  it('is never written through a link that a step left in its place', async () => {
    mkdirSync(at('here', 'sub'));
    await keep('here');
    await restore('there');
    writeFileSync(at('here', 'sub/file'), 'x');
    await keep('here');
    rmSync(at('there', 'sub'), { recursive: true });
    symlinkSync(at('outside'), at('there', 'sub'));
    await expect(restore('there')).rejects.toMatchObject({ code: 'workspace-not-restored' });
    expect(readdirSync(at('outside'))).toEqual([]);
    symlinkSync(at('outside'), at('there', 'out'));
    writeFileSync(at('outside', 'secret'), 'not theirs');
    const { found } = await lookAt(at('there'));
    expect(found.map(({ path }) => path)).not.toContain('out/secret');
  });

  it('takes nothing from deltas that lead out of it', async () => {
    const kept = new KeptWorkspaces(blobs);
    for (const path of ['../evil', '/tmp/evil', 'a/../../evil']) {
      await kept.keep(of.project, of.executionId, '000001-x', {
        v: 1,
        changes: [{ path, item: { kind: 'link', target: 'x' } }],
      });
      await expect(restore('there')).rejects.toMatchObject({ code: 'archive-refused' });
    }
    expect(lstatSync(at('evil'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('is refused over its quota before anything is written, and leaves nothing when it is removed', async () => {
    writeFileSync(at('here', 'big'), Buffer.alloc(3_000_000));
    await keep('here');
    const quota = { bytes: 2_000_000 };
    await expect(shared('there').restore(whole => checkQuota(quota, whole), signal)).rejects.toMatchObject({
      code: 'workspace-over-quota',
      message: 'the workspace holds 2.9 MB in 1 files, and 1.9 MB is the most',
    });
    expect(readdirSync(at('there'))).toEqual([]);
    await new KeptWorkspaces(blobs).remove(of.project, of.executionId);
    expect(await packs()).toEqual([]);
    expect(existsSync(join(root, 'blobs/p'))).toBe(false);
  });
});
