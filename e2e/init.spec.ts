import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DetectReply, ErrorAnswer } from '@switchyard/contracts';
import { yard } from './command.js';
import { House } from './house.js';

/** Needs Node and npm, and not a single package. */
const project: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'adder', type: 'module', scripts: { test: 'node --test' } }),
  'add.js': 'export const add = (a, b) => a + b;\n',
  'add.test.js':
    "import assert from 'node:assert';\nimport { test } from 'node:test';\nimport { add } from './add.js';\ntest('adds', () => assert.equal(add(1, 2), 3));\n",
};

describe('a first pipeline', () => {
  let checkout: string;
  let commit: string;
  const git = (...words: string[]) => execFileSync('git', ['-C', checkout, ...words], { encoding: 'utf8' }).trim();
  beforeAll(async () => {
    checkout = await realpath(await mkdtemp(join(tmpdir(), 'yard-first-')));
    for (const [path, text] of Object.entries(project)) {
      await mkdir(dirname(join(checkout, path)), { recursive: true });
      await writeFile(join(checkout, path), text);
    }
    git('init', '-q', '-b', 'trunk');
    git('add', '-A');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'first');
    commit = git('rev-parse', 'HEAD');
  });
  afterAll(() => rm(checkout, { recursive: true, force: true, maxRetries: 5 }));

  it('is written by yard init, is valid, and runs the tests of the checkout', async () => {
    const options = { cwd: checkout };
    const written = await yard(['init'], options);
    expect(written).toMatchObject({ code: 0, stdout: expect.stringMatching(/^node +\. +npm +\d+ % +package\.json/m) });
    expect(await yard(['validate', 'pipeline.yaml'], options)).toMatchObject({
      code: 0,
      stdout: '✓ pipeline.yaml: 2 stages, 2 steps\n',
    });
    const { code, stdout } = await yard(['run', 'pipeline.yaml'], options);
    expect(stdout).toMatch(/^test +│ .*pass 1$/m);
    expect(stdout).toMatch(/✓ adder: success in /);
    expect(code).toBe(0);
    expect(await yard(['init'], options)).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
  });

  describe('by the API', () => {
    let house: House;
    beforeAll(async () => (house = await House.start()));
    afterAll(() => house.stop());
    const ask = (body: string) =>
      house.request('/api/ci/detect', { method: 'POST', headers: { 'content-type': 'application/json' }, body });

    it('is written for the files that are sent, and runs the same tests', async () => {
      const answer = await ask(JSON.stringify({ files: { ...project, 'add.js': null } }));
      expect(answer.status).toBe(200);
      const { projects, pipeline, notes } = (await answer.json()) as DetectReply;
      expect({ projects, notes }).toMatchObject({
        projects: [{ kind: 'node', directory: '.', tool: 'npm', name: 'adder', commands: [{ run: 'npm test' }] }],
        notes: [],
      });
      const { pipeline: applied } = await house.apply(pipeline);
      const id = await house.trigger(applied.id, { repository: checkout, commit_hash: commit });
      const ended = await house.ended(id);
      expect(await house.output(ended, 'test')).toMatch(/pass 1$/m);
      expect(ended.status).toBe('success');
    });

    it('only says hello for nothing', async () => {
      const { projects, pipeline } = (await (await ask('{"files":{},"name":"empty"}')).json()) as DetectReply;
      expect(projects).toEqual([]);
      expect((await house.run(pipeline)).status).toBe('success');
    });

    it.each([
      ['without files', '{}', 400, 'bad-request'],
      ['without a body', 'null', 400, 'bad-request'],
      ['with a list of files', '{"files":["a"]}', 400, 'bad-request'],
      ['with a text for a body', '"files"', 400, 'bad-request'],
      ['with a number for a text', '{"files":{"a":1}}', 400, 'bad-request'],
      ['with a key that is not known', '{"files":{},"fiels":{}}', 400, 'bad-request'],
      ['with more than it may hold', JSON.stringify({ files: { a: 'x'.repeat(2_097_152) } }), 413, 'too-large'],
    ])('is refused %s, with what is wrong', async (_, body, status, code) => {
      const answer = await ask(body);
      expect(answer.status).toBe(status);
      const refused = (await answer.json()) as ErrorAnswer;
      expect(refused.code).toBe(code);
      expect(refused.suggestions).not.toEqual([]);
    });

    it('is written for as much as may be sent, in time', async () => {
      const sources = Array.from({ length: 19_700 }, (_, i) => [`folder-${i % 300}/source-${i}.js`, null] as const);
      const packages = Array.from(
        { length: 300 },
        (_, i) => [`folder-${i}/package.json`, '{"scripts":{"test":"x"}}'] as const,
      );
      const files = Object.fromEntries([...sources, ...packages]);
      const { projects, notes } = (await (await ask(JSON.stringify({ files }))).json()) as DetectReply;
      expect(projects).toHaveLength(201);
      expect(notes).toEqual(['There are more than 200 projects; those nearest to the top are told.']);
    });
  });
});
