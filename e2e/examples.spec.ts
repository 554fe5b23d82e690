import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yard } from './command.js';
import { noEngine } from './engine.js';
import { root } from './house.js';

describe('an example', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-example-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const at = (top: string, name: string) => join(top, 'examples', name, 'pipeline.yaml');
  // Subscribers are programs; they have a test of their own.
  const names = readdirSync(join(root, 'examples')).filter(name => existsSync(at(root, name)));
  const run = (file: string, ...words: string[]) => yard(['run', file, ...words], { cwd: folder });

  /** Paths of included files begin where `.git` is, and this repository may have come without. */
  const asRepository = () => {
    cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
    mkdirSync(join(folder, '.git'));
    return folder;
  };

  it('is valid, each of them, and says what it is', async () => {
    const top = asRepository();
    const files = names.map(name => at(top, name));
    expect((await yard(['validate', ...files], { cwd: folder })).code).toBe(0);
    for (const name of names) expect(existsSync(join(root, 'examples', name, 'README.md'))).toBe(true);
  });

  /** Those that clone the repository they lie in, with the images that stand for theirs. */
  const python = ['--env', 'PYTHON_IMAGE=switchyard-test/python:1'];
  const cloned: Record<string, string[]> = {
    python,
    image: [...python, '--env', 'REDIS_IMAGE=switchyard-test/redis:1'],
  };
  /** Their images can be had from a registry alone. */
  const elsewhere = ['go', 'rust', 'java'];

  const commit = (top: string) => {
    const git = (...words: string[]) => execFileSync('git', ['-C', top, ...words], { stdio: 'ignore' });
    rmSync(join(top, '.git'), { recursive: true, force: true });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Examples');
  };

  const inContainers = ['container', ...Object.keys(cloned)];
  const reason = noEngine();
  const skipped = reason === undefined ? [] : inContainers;
  if (skipped.length > 0) it.skip.each(skipped)(`called %s (skipped: ${reason ?? ''})`, () => undefined);

  // The one left out has a test of its own below.
  it.each(names.filter(name => name !== 'self' && !skipped.includes(name) && !elsewhere.includes(name)))(
    'called %s does what it shows',
    async name => {
      const top = asRepository();
      if (cloned[name]) commit(top);
      const { code, stdout } = await run(at(top, name), ...(cloned[name] ?? []));
      expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({
        code: 0,
        last: expect.stringMatching(`^✓ ${name}: success in `),
      });
    },
  );

  it.each(elsewhere)('called %s is planned as a step in a container each', async name => {
    const top = asRepository();
    commit(top);
    const { code, stdout } = await yard(['plan', at(top, name)], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('docker') });
  });

  // What it tests is the commit, as a fresh clone in a workspace below a folder of ours.
  (existsSync(join(root, '.git')) ? it : it.skip)(
    'clones this repository, and checks its types and its contract',
    async () => {
      const { code, stdout } = await run(at(root, 'self'));
      expect({ code, failed: stdout.split('\n').filter(line => line.includes('✗')) }).toEqual({ code: 0, failed: [] });
      expect(stdout).toMatch(/contract +│ \d{2,} passed, 0 failed/);
    },
    600_000,
  );
});
