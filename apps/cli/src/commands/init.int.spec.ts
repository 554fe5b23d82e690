import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parsePipeline } from '@switchyard/pipeline-file';
import { Screen } from '../view/screen.story.js';
import { init, type InitOptions } from './init.js';

const manifest = '{"name":"shop","scripts":{"test":"node --test"}}';

describe('yard init', () => {
  let home: string;
  beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'yard-init-'))));
  afterEach(() => rm(home, { recursive: true, force: true }));

  const put = async (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
    }
  };
  const git = (...words: string[]) => execFileSync('git', ['-C', home, ...words], { encoding: 'utf8' });
  const run = async (options: Partial<InitOptions> = {}, directory = home) => {
    const screen = new Screen();
    const code = await init(screen.terminal, directory, { print: false, force: false, json: false, ...options });
    return { code, screen };
  };
  const written = (...folders: string[]) => readFile(join(home, ...folders, 'pipeline.yaml'), 'utf8');
  const found = async () => {
    const { screen } = await run({ json: true, print: true });
    return (JSON.parse(screen.text) as { projects: { kind: string; directory: string }[] }).projects.map(
      ({ kind, directory }) => `${kind} ${directory}`,
    );
  };

  it('shows what it found, and writes a pipeline that is accepted', async () => {
    await put({ 'package.json': manifest });
    const { code, screen } = await run();
    expect(code).toBe(0);
    expect(screen.lines).toEqual([
      'project  folder  with  sure  evidence      what it shows',
      'node     .       npm   84 %  package.json  it defines a Node package',
      '                             package.json  it has a script "test"',
      '',
      `✓ wrote ${home}/pipeline.yaml: look at it, change it, commit it`,
      `→ yard validate ${home}/pipeline.yaml`,
      `→ yard run ${home}/pipeline.yaml`,
    ]);
    expect(screen.notes).toBe(`${home} is no git checkout, and the first step clones one: run git init, and commit\n`);
    expect(parsePipeline(await written())).toMatchObject({ model: { name: 'shop' }, findings: [] });
  });

  it('leaves a file that is there as it is, unless it is forced', async () => {
    await put({ 'package.json': manifest, 'pipeline.yaml': 'name: mine\n' });
    await expect(run()).rejects.toMatchObject({
      code: 2,
      message: `${home}/pipeline.yaml is there already, and stays as it is`,
      suggestions: expect.arrayContaining(['write over it: yard init --force']),
    });
    expect(await written()).toBe('name: mine\n');
    expect((await run({ force: true })).code).toBe(0);
    expect(await written()).toMatch(/^name: shop$/m);
  });

  it('prints the pipeline alone to standard output, and writes nothing', async () => {
    await put({ 'package.json': manifest });
    const { screen } = await run({ print: true });
    expect(parsePipeline(screen.text)).toMatchObject({ model: { name: 'shop' }, findings: [] });
    expect(screen.notes).toContain('84 %');
    await expect(written()).rejects.toThrow('ENOENT');
  });

  it('speaks JSON to programs', async () => {
    await put({ 'package.json': manifest });
    const { screen } = await run({ json: true });
    expect(JSON.parse(screen.text)).toMatchObject({
      projects: [{ kind: 'node', confidence: 0.84, commands: [{ purpose: 'test', run: 'npm test' }] }],
      notes: [],
      file: `${home}/pipeline.yaml`,
      pipeline: await written(),
    });
  });

  it('admits that it found nothing', async () => {
    const { screen } = await run();
    expect(screen.lines[0]).toBe('nothing was found that says how it is tested or built; the pipeline only says hello');
    expect(parsePipeline(await written()).findings).toEqual([]);
  });

  it('does not look at what git ignores, nor at what was deleted', async () => {
    git('init', '-q');
    await put({
      '.gitignore': 'out/\n',
      'package.json': manifest,
      'out/go.mod': 'module a\n',
      'old/go.mod': 'module b\n',
    });
    git('add', '-A');
    await rm(join(home, 'old'), { recursive: true });
    expect(await found()).toEqual(['node .']);
  });

  it('looks at what nobody has committed yet', async () => {
    git('init', '-q');
    await put({ 'jobs/go.mod': 'module a\n' });
    expect(await found()).toEqual(['go jobs']);
  });

  it('works below the top of a repository', async () => {
    git('init', '-q');
    await put({ 'web/package.json': manifest });
    await run({}, join(home, 'web'));
    const steps = parsePipeline(await written('web')).model?.stages.flatMap(stage => stage.steps);
    expect(steps?.at(-1)?.config['workingDirectory']).toBe('source/web');
  });

  it('follows no links, and reads nothing that is no file', async () => {
    await put({ 'inside/notes.txt': 'x' });
    await symlink('/etc/hostname', join(home, 'package.json'));
    await symlink(home, join(home, 'inside/loop'));
    execFileSync('mkfifo', [join(home, 'inside/go.mod')]);
    expect(await found()).toEqual([]);
    git('init', '-q');
    expect(await found()).toEqual(['node .']);
  });

  it.each([
    ['no folder', 'none', 'there is no such folder'],
    ['a file', 'file', 'is no folder'],
  ])('says that it was given %s', async (_, name, words) => {
    await put({ file: '' });
    await expect(run({ print: true }, join(home, name))).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining(words),
    });
  });

  it('says that it cannot write', async () => {
    await mkdir(join(home, 'pipeline.yaml'));
    await expect(run({ force: true })).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('pipeline.yaml cannot be written'),
    });
  });
});
