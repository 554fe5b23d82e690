import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workingDirectoryOf } from './working-directory.js';

describe('the working directory of a step', () => {
  let folder: string;
  let workspace: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'yard-directory-')));
    workspace = join(folder, 'workspace');
    for (const name of ['workspace/web/src', 'workspace-of-another', 'outside'])
      mkdirSync(join(folder, name), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    [undefined, ''],
    ['.', ''],
    ['', ''],
    ['web', 'web'],
    ['./web//src/', 'web/src'],
    ['web/../web/src', 'web/src'],
    ['/web', 'web'],
  ])('%j is %j of the workspace', async (wanted, expected) =>
    expect(await workingDirectoryOf(workspace, wanted)).toBe(join(workspace, expected)),
  );

  it('may be reached by a link inside of the workspace, also when the workspace is reached by one', async () => {
    symlinkSync(join(workspace, 'web'), join(workspace, 'link'));
    symlinkSync(workspace, join(folder, 'alias'));
    expect(await workingDirectoryOf(join(folder, 'alias'), 'link/src')).toBe(join(workspace, 'web/src'));
  });

  it.each(['..', '../outside', '../workspace-of-another', 'web/../../outside', '/../outside'])(
    'is never %j, outside of the workspace',
    wanted =>
      expect(workingDirectoryOf(workspace, wanted)).rejects.toMatchObject({
        code: 'bad-working-directory',
        blame: 'user',
        message: expect.stringContaining('lies outside the workspace') as string,
      }),
  );

  it('is never outside of the workspace by a link', async () => {
    symlinkSync(join(folder, 'outside'), join(workspace, 'link'));
    await expect(workingDirectoryOf(workspace, 'link')).rejects.toMatchObject({ code: 'bad-working-directory' });
  });

  it('says of a name that is not there, of a file and of a name no file can have what is wrong', async () => {
    writeFileSync(join(workspace, 'file'), '');
    const messageOf = (wanted: string) =>
      workingDirectoryOf(workspace, wanted).catch((error: unknown) => (error as Error).message);
    expect(await messageOf('absent')).toBe('the working directory "absent" does not exist');
    expect(await messageOf('file')).toBe('the working directory "file" is no folder');
    expect(await messageOf('file/deeper')).toBe('the working directory "file/deeper" does not exist');
    expect(await messageOf('a\0b')).toBe('the working directory "a\\u0000b" does not exist');
  });
});
