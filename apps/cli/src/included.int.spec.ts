import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { includedBy, repositoryOf } from './included.js';

describe('the files a pipeline includes', () => {
  let folder: string;
  beforeEach(async () => (folder = await realpath(await mkdtemp(join(tmpdir(), 'yard-included-')))));
  afterEach(() => rm(folder, { recursive: true }));
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const including = (...paths: string[]) => `include: ${JSON.stringify(paths)}\n`;

  it('are read from the root of their repository, wherever the pipeline lies', async () => {
    await mkdir(join(folder, 'repo/.git'), { recursive: true });
    await write('repo/ci/pipelines/web.yaml', including('ci/node.yaml'));
    await write('repo/ci/node.yaml', 'a: 1\n');
    const root = await repositoryOf(join(folder, 'repo/ci/pipelines/web.yaml'));
    expect(root).toBe(join(folder, 'repo'));
    expect(await includedBy(root, including('ci/node.yaml'))).toEqual({ 'ci/node.yaml': 'a: 1\n' });
  });

  it('are those of its own folder where there is no repository', async () => {
    await write('web.yaml', '');
    // Nobody keeps a repository above the folder for temporary files.
    expect(await repositoryOf(join(folder, 'web.yaml'))).toBe(folder);
  });

  it('are all of them, also those that they include, each once', async () => {
    await write('a.yaml', including('b.yaml', 'library:node'));
    await write('b.yaml', including('a.yaml', 'c.yaml'));
    await write('c.yaml', 'x: 1\n');
    expect(Object.keys(await includedBy(folder, including('a.yaml', 'c.yaml', 'none.yaml')))).toEqual([
      'a.yaml',
      'c.yaml',
      'b.yaml',
    ]);
  });

  it('are refused where a link leads out of the repository', async () => {
    await write('secret.yaml', 'password: x\n');
    await mkdir(join(folder, 'repo'));
    await symlink('../secret.yaml', join(folder, 'repo/link.yaml'));
    await symlink('inner.yaml', join(folder, 'repo/inside.yaml'));
    await write('repo/inner.yaml', 'fine: 1\n');
    expect(await includedBy(join(folder, 'repo'), including('inside.yaml'))).toEqual({ 'inside.yaml': 'fine: 1\n' });
    await expect(includedBy(join(folder, 'repo'), including('link.yaml'))).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('link.yaml is included, and leads out of the repository'),
    });
    for (const path of ['../secret.yaml', join(folder, 'secret.yaml')])
      expect(await includedBy(join(folder, 'repo'), including(path))).toEqual({});
  });
});
