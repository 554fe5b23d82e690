import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { PlannedPipeline } from '@switchyard/contracts';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const wide = `name: wide
on:
  manual:
    inputs:
      to: { type: choice, options: [eu, us], required: true }
env: { TO: "\${{ inputs.to }}" }
stages:
  - name: test
    steps:
      - { name: unit, run: x, matrix: { node: [20, 22, 24], os: [a, b, c] }, if: matrix.os != 'c' }
  - name: deliver
    parallel: true
    steps:
      - { name: agree, approval: { by: [ann] } }
      - { name: ship, run: x, needs: agree, if: branch == 'main', timeout: 10m }
`;

describe('yard, reading pipeline files', () => {
  let place: Place;
  beforeEach(async () => (place = await Place.make()));
  afterEach(() => place.leave());
  const write = (path: string, text: string) => writeFile(place.path(path), text);
  const noData = () => expect(stat(place.path('.yard'))).rejects.toThrow('ENOENT');

  describe('validate', () => {
    it('says of several files how they are, and which is not right', async () => {
      await write('good.yaml', wide);
      await write('bad.yaml', 'name: bad\nstagse: []\n');
      const { code, stdout, stderr } = await place.run(['validate', 'good.yaml', 'bad.yaml']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '✓ good.yaml: 2 stages, 11 steps\n' });
      expect(stderr).toMatch(/^bad\.yaml:2:1: error: .*stagse.*\n {4}did you mean stages\?$/m);
      expect((await place.run(['validate', 'good.yaml'])).code).toBe(0);
      await noData();
    });

    it('tells programs every finding of every file in one list', async () => {
      await write('a.yaml', 'name: a\nstagse: []\n');
      await write('b.yaml', 'name: b\nsteps: [{ name: x, run: x, needs: y }, { name: y, run: x }]\nparallel: false\n');
      const { code, stdout, stderr } = await place.run(['validate', 'a.yaml', 'b.yaml', '--json']);
      expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
      expect(JSON.parse(stdout)).toEqual([
        expect.objectContaining({ file: 'a.yaml', code: 'unknown-key', line: 2, column: 1, path: 'stagse' }),
        expect.objectContaining({ file: 'a.yaml', code: 'no-steps' }),
        expect.objectContaining({
          file: 'b.yaml',
          line: 2,
          column: 35,
          path: 'steps[0].needs',
          code: 'cycle',
          severity: 'error',
          message: expect.stringContaining('these steps wait for each other: x → y → x'),
          suggestion: expect.stringContaining('move y above x'),
        }),
      ]);
    });

    it('reads what a file includes from its repository, and says where a mistake in it is', async () => {
      await mkdir(place.path('repo/ci'), { recursive: true });
      execFileSync('git', ['init', '-q', place.path('repo')]);
      await write('repo/ci/web.yaml', 'name: web\ninclude: ci/greet.yaml\nsteps: [{ extends: greet }]\n');
      await write('repo/ci/greet.yaml', 'template: greet\nsteps: [{ name: hello, run: x }]\n');
      expect(await place.run(['validate', 'repo/ci/web.yaml'])).toMatchObject({
        code: 0,
        stdout: '✓ repo/ci/web.yaml: 1 stage, 1 step\n',
      });
      await write('repo/ci/greet.yaml', 'template: greet\nsteps: [{ name: hello, rnu: x }]\n');
      const { code, stderr } = await place.run(['validate', 'repo/ci/web.yaml']);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringMatching(/^repo\/ci\/greet\.yaml:2:\d+: error: .*rnu/m),
      });
    });
  });

  describe('plan', () => {
    it('draws what a trigger would run', async () => {
      await write('wide.yaml', wide);
      const { code, stdout } = await place.run(['plan', 'wide.yaml', '--branch', 'next', '--input', 'to=eu']);
      expect(code).toBe(0);
      expect(stdout.split('\n')).toEqual([
        'wide: 2 stages, 11 steps (trigger manual, branch next)',
        '',
        'test',
        "  1 ─ unit × 9  shell  20 a, 20 b, 20 c, …, 24 c · 6 ✓ 3 ✗ if matrix.os != 'c'",
        '',
        'deliver',
        '  1 ─ agree     null   approval by ann',
        "  2 ─ ship      shell  after agree · ✗ if branch == 'main' · within 10 min",
        '',
      ]);
      await noData();
    });

    it('is that of the checkout unless something else is asked for, and whole for programs', async () => {
      await write('wide.yaml', wide);
      execFileSync('git', ['init', '-q', '-b', 'main', place.folder]);
      const { stdout } = await place.run(['plan', 'wide.yaml', '--json', '--input', 'to=us']);
      const { stages } = JSON.parse(stdout) as PlannedPipeline;
      expect(stages[0]?.layers.map(layer => layer.length)).toEqual([9]);
      expect(stages[0]?.steps[0]).toMatchObject({ id: 'unit-20-a', environment: { TO: 'us', MATRIX_OS: 'a' } });
      expect(stages[1]?.steps.map(({ id, known }) => [id, known])).toEqual([
        ['agree', undefined],
        ['ship', true],
      ]);
    });

    it.each([
      ['an input that is missing', ['wide.yaml'], 'input to is required'],
      ['an input that is none', ['wide.yaml', '-i', 'too=eu', '-i', 'to=eu'], 'did you mean to?'],
      ['a choice that is none', ['wide.yaml', '-i', 'to=mars'], 'one of eu, us'],
      ['a trigger that is none', ['wide.yaml', '--trigger', 'push'], 'git_push'],
      ['a text that gives nothing', ['empty.yaml'], 'No such key: NONE'],
      ['a bad file', ['bad.yaml'], 'did you mean stages?'],
    ])('refuses %s', async (_what, words, sentence) => {
      await write('wide.yaml', wide);
      await write('bad.yaml', 'name: bad\nstpes: []\n');
      await write('empty.yaml', 'name: empty\nsteps: [{ name: a, run: x, env: { A: "${{ env.NONE }}" } }]\n');
      const { code, stdout, stderr } = await place.run(['plan', ...words]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(sentence);
    });
  });

  describe('fmt', () => {
    const long = `stages:
  - name: build
    steps: # all of it
      - { step_type: shell, name: one, config: { command: make } }
name: long
`;
    const short = `name: long
stages:
  - name: build
    steps:
      # all of it
      - name: one
        run: make
`;

    it('shows a file in the short form, and changes nothing', async () => {
      await write('long.yaml', long);
      const { code, stdout } = await place.run(['fmt', 'long.yaml']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^name: long\n[^]*run: make\n$/);
      expect(await readFile(place.path('long.yaml'), 'utf8')).toBe(long);
      await write('again.yaml', stdout);
      expect(await place.run(['fmt', 'again.yaml'])).toMatchObject({ code: 0, stdout });
    });

    it('names the files that differ, and writes them when it is told to', async () => {
      await write('long.yaml', long);
      await write('short.yaml', short.replace('      # all of it\n', ''));
      expect(await place.run(['fmt', '--check', 'long.yaml', 'short.yaml'])).toMatchObject({
        code: 1,
        stdout: 'long.yaml\n',
      });
      expect(await place.run(['fmt', '--write', 'long.yaml', 'short.yaml'])).toMatchObject({
        code: 0,
        stdout: 'long.yaml\n',
      });
      expect(await place.run(['fmt', '--check', 'long.yaml', 'short.yaml'])).toMatchObject({ code: 0, stdout: '' });
    });

    it('leaves a file with mistakes alone, and tells them', async () => {
      await write('bad.yaml', 'stpes: []\nname: bad\n');
      await write('long.yaml', long);
      const { code, stdout, stderr } = await place.run(['fmt', '--write', 'bad.yaml', 'long.yaml']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: 'long.yaml\n' });
      expect(stderr).toMatch(/^bad\.yaml:1:1: error: /);
      expect(await readFile(place.path('bad.yaml'), 'utf8')).toBe('stpes: []\nname: bad\n');
    });

    it.each([
      ['several files for one output', ['a.yaml', 'b.yaml'], 'use --write, or --check'],
      ['a check that writes', ['a.yaml', '--check', '--write'], 'use one of them'],
    ])('refuses %s', async (_what, words, sentence) => {
      expect(await place.run(['fmt', ...words])).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
    });
  });

  describe('run', () => {
    let platform: FakePlatform;
    beforeEach(async () => (platform = await FakePlatform.start()));
    afterEach(() => platform.stop());

    it('gives a platform the inputs and the files that are included', async () => {
      await write('greet.yaml', 'template: greet\nsteps: [{ name: hello, run: x }]\n');
      const file = `${wide}include: greet.yaml\nalways: [{ extends: greet }]\n`;
      await write('wide.yaml', file);
      const refusal = { code: 'bad-inputs', message: 'enough for this test', suggestions: [] };
      platform.routes = {
        'POST /api/ci/pipelines': { json: { result: 'created', pipeline: { id: 'p' }, findings: [] } },
        'POST /api/ci/pipelines/p/trigger': { status: 422, json: refusal },
      };
      const missing = await place.run(['run', 'wide.yaml'], platform.environment);
      expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('input to is required') });
      expect(platform.commands).toEqual([]);
      const { stderr } = await place.run(['run', 'wide.yaml', '--input', 'to=eu'], platform.environment);
      expect(stderr).toContain('enough for this test');
      const [applied, triggered] = platform.commands;
      const greet = await readFile(place.path('greet.yaml'), 'utf8');
      expect(applied?.body).toEqual({ yaml: file, files: { 'greet.yaml': greet } });
      expect(triggered?.body).toMatchObject({ inputs: { to: 'eu' } });
    });
  });
});
