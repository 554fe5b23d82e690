import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorAnswer, Finding, PlannedPipeline, ValidatePipelineAnswer } from '@switchyard/contracts';
import { pipelineSchema } from '@switchyard/pipeline-file';
import { badFiles } from './bad-files.js';
import { yard } from './command.js';
import { House } from './house.js';

const matrix = `name: matrix
steps:
  - { name: test, run: make test, matrix: { node: [20, 22], os: [linux, mac], exclude: [{ node: 20, os: mac }] } }
  - { name: ship, run: make ship, needs: test, if: branch == 'main' }
`;
const upsideDown = `name: upside-down
parallel: false
steps:
  - { name: one, run: x, needs: two }
  - { name: two, run: x }
`;
const sixteen = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]';
const wide = ['a', 'b', 'c', 'd'].map(
  name => `  - { name: ${name}, run: x, matrix: { x: ${sixteen}, y: ${sixteen} } }\n`,
);
const tooMany = `name: too-many\nsteps:\n${wide.join('')}`;

describe('validating a pipeline file', () => {
  let house: House;
  let folder: string;
  beforeAll(async () => {
    house = await House.start();
    folder = mkdtempSync(join(tmpdir(), 'yard-validate-'));
  });
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true });
  });
  const ask = (body: string, type = 'application/yaml') =>
    house.request('/api/ci/pipelines/validate', { method: 'POST', headers: { 'content-type': type }, body });
  const asked = async (body: string, type?: string) => {
    const response = await ask(body, type);
    expect(response.status).toBe(200);
    return (await response.json()) as ValidatePipelineAnswer;
  };
  const told = async (yaml: string) => {
    const file = join(folder, 'pipeline.yaml');
    writeFileSync(file, yaml);
    const { code, stdout } = await yard(['validate', file, '--json'], { cwd: folder });
    const rows = JSON.parse(stdout) as Finding[];
    expect(rows.filter(row => row.file !== file)).toEqual([]);
    return { code, findings: rows.map(({ file: _, ...finding }) => finding) };
  };

  it.each<readonly [string, string]>([
    ...badFiles.map(({ what, yaml }) => [what, yaml] as const),
    ['steps in an order that cannot be', upsideDown],
    ['too many cells', tooMany],
  ])('tells the same of a file with %s by the API and the command line', async (_what, yaml) => {
    const answer = await asked(yaml);
    const { code, findings } = await told(yaml);
    expect(findings).toEqual(answer.findings);
    expect(answer.findings.map(({ severity }) => severity)).toContain('error');
    expect({ code, valid: answer.valid, plan: answer.plan }).toEqual({ code: 2, valid: false, plan: undefined });
  });

  it('shows the plan of a file that is right, and keeps nothing of it', async () => {
    const answer = await asked(matrix);
    expect(answer).toMatchObject({ valid: true, findings: [] });
    expect(answer.plan?.stages[0]?.layers).toEqual([['test-20-linux', 'test-22-linux', 'test-22-mac'], ['ship']]);
    expect(await told(matrix)).toEqual({ code: 0, findings: [] });
    expect(await house.json('/api/ci/pipelines')).toEqual({ pipelines: [] });
  });

  it('shows on the command line what a trigger would run', async () => {
    writeFileSync(join(folder, 'matrix.yaml'), matrix);
    const planOn = async (branch: string) => {
      const { code, stdout } = await yard(['plan', 'matrix.yaml', '--json', '--branch', branch], { cwd: folder });
      expect(code).toBe(0);
      return JSON.parse(stdout) as PlannedPipeline;
    };
    const { layers: drawn } = (await asked(matrix)).plan?.stages[0] ?? {};
    const [main, other] = await Promise.all([planOn('main'), planOn('other')]);
    expect([main, other].map(plan => plan.stages[0]?.layers)).toEqual([drawn, drawn]);
    expect([main, other].map(plan => plan.stages[0]?.steps.at(-1)?.known)).toEqual([true, false]);
  });

  it('takes the files that are included beside it', async () => {
    const template = 'template: greet\nsteps: [{ name: hello, run: echo hello }]\n';
    const yaml = 'name: extending\ninclude: ci/greet.yaml\nsteps: [{ extends: greet }]\n';
    const answer = await asked(JSON.stringify({ yaml, files: { 'ci/greet.yaml': template } }), 'application/json');
    expect(answer.findings).toEqual([]);
    const alone = await asked(yaml);
    expect(alone).toMatchObject({
      valid: false,
      findings: [{ code: 'unknown-include' }, { code: 'unknown-template' }],
    });
  });

  it('gives editors the schema of the language without a token', async () => {
    const response = await fetch(`${house.url}/api/schema/pipeline.json`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/schema+json; charset=utf-8',
    ]);
    expect(await response.json()).toEqual(pipelineSchema());
  });

  it.each([
    ['no file', '{}', 'yaml'],
    ['files that are no texts', '{"yaml":"name: a","files":{"a.yaml":1}}', 'files'],
    ['something unknown', '{"yaml":"name: a","branch":"main"}', 'branch'],
  ])('refuses a request with %s', async (_what, body, field) => {
    const response = await ask(body, 'application/json');
    expect(response.status).toBe(400);
    expect(JSON.stringify((await response.json()) as ErrorAnswer)).toContain(field);
  });
});
