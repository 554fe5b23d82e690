import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yard } from './command.js';
import { root } from './house.js';

describe('an example', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-example-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (name: string) => yard(['run', join(root, 'examples', name, 'pipeline.yaml')], { cwd: folder });

  it('is valid, each of them, and says what it is', async () => {
    const names = readdirSync(join(root, 'examples'));
    const files = names.map(name => join(root, 'examples', name, 'pipeline.yaml'));
    expect((await yard(['validate', ...files], { cwd: folder })).code).toBe(0);
    for (const name of names) expect(existsSync(join(root, 'examples', name, 'README.md'))).toBe(true);
  });

  it.each(['hello', 'parallel', 'deploy'])('called %s does what it shows', async name => {
    const { code, stdout } = await run(name);
    expect({ code, last: stdout.trim().split('\n').at(-1) }).toEqual({
      code: 0,
      last: expect.stringMatching(`^✓ ${name}: success in `),
    });
  });

  // What it tests is the commit, as a fresh clone in a workspace below a folder of ours.
  (existsSync(join(root, '.git')) ? it : it.skip)(
    'clones this repository, and runs its lint and its unit tests',
    async () => {
      const { code, stdout } = await run('self');
      expect({ code, failed: stdout.split('\n').filter(line => line.includes('✗')) }).toEqual({ code: 0, failed: [] });
      expect(stdout).toMatch(/unit +│ \d{2,} passed, 0 failed/);
    },
    600_000,
  );
});
