import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { ExecutionPlan } from '@switchyard/contracts';
import { type InputModel, type MatrixModel, parsePipeline, type PipelineModel } from '@switchyard/pipeline-file';
import { anExecutionId, aTrigger } from '@switchyard/testkit';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type Ingredients, planOf } from './plan.js';

const modelOf = (yaml: string): PipelineModel => {
  const { model, findings } = parsePipeline(yaml);
  if (!model) throw new Error(JSON.stringify(findings));
  return model;
};
const triedWith = (model: PipelineModel, given: Partial<Ingredients> = {}) =>
  planOf({
    executionId: anExecutionId(),
    pipelineId: '01m84ywyccwh2egkrpyg85s86c' as PipelineId,
    project: 'default' as ProjectId,
    version: 3,
    model,
    trigger: { ...aTrigger(), branch: 'main' },
    environment: {},
    ...given,
  });
const plan = (yaml: string, environment: Record<string, string> = {}) => {
  const planned = triedWith(modelOf(yaml), { environment });
  if (!planned.plan) throw new Error(planned.mistake);
  return planned.plan;
};
const onlyStep = (yaml: string, environment?: Record<string, string>) => {
  const step = plan(yaml, environment).stages[0]?.steps[0];
  if (!step) throw new Error('no step');
  return step;
};

describe('a plan', () => {
  const layers = `name: web
env: { A: pipeline, B: pipeline, C: pipeline, D: pipeline }
stages:
  - name: build
    env: { B: stage, C: stage, D: stage }
    steps:
      - { name: compile, run: make, env: { C: step, D: step } }
`;

  it('lays environments over each other: pipeline, stage, step, trigger', () => {
    expect(onlyStep(layers, { D: 'trigger', E: 'trigger' }).environment).toMatchObject({
      A: 'pipeline',
      B: 'stage',
      C: 'step',
      D: 'trigger',
      E: 'trigger',
    });
  });

  it('says what runs in variables that nobody can stand in for', () => {
    const { environment } = onlyStep(layers, { YARD_STEP: 'forged', CI: 'no', YARD_COMMIT: 'forged' });
    expect(environment).toMatchObject({
      CI: 'true',
      SWITCHYARD: 'true',
      YARD_EXECUTION_ID: anExecutionId(),
      YARD_PIPELINE: 'web',
      YARD_STAGE: 'build',
      YARD_STEP: 'compile',
      YARD_TRIGGER: 'manual',
      YARD_BRANCH: 'main',
      YARD_COMMIT: '',
      YARD_REPOSITORY: '',
    });
  });

  it.each([
    ['its own', 3],
    ["its stage's", 2],
    ["its pipeline's", 1],
  ])('repeats a step by %s retry', (_whose, limit) => {
    const line = (own: number) => (own <= limit ? `retry: { limit: ${own} }` : '');
    const step = `{ name: a, run: x${limit >= 3 ? `, ${line(3)}` : ''} }`;
    const stage = `{ name: s${limit >= 2 ? `, ${line(2)}` : ''}, steps: [${step}] }`;
    expect(onlyStep(`name: a\n${line(1)}\nstages: [${stage}]\n`).retry?.limit).toBe(limit);
  });

  it('without a retry has none, and absent times stay absent', () => {
    const { stages, ...rest } = plan('name: a\nsteps: [{ name: a, run: x }]\n');
    expect(rest).toEqual({
      project: 'default',
      pipelineId: '01m84ywyccwh2egkrpyg85s86c',
      pipelineName: 'a',
      pipelineVersion: 3,
    });
    expect(Object.keys(stages[0] ?? {})).toEqual(['id', 'name', 'parallel', 'steps']);
    const absent = ['retry', 'timeoutSeconds', 'when', 'approval'];
    expect(Object.keys(stages[0]?.steps[0] ?? {}).filter(key => absent.includes(key))).toEqual([]);
    expect(stages[0]?.steps[0]?.conditions).toEqual([]);
  });

  it('says when a step runs, and who must agree', () => {
    const { stages, concurrency } = plan(`name: a
concurrency: { key: branch, limit: 2 }
stages:
  - { name: s, if: branch == 'main', steps: [{ name: a, run: x }, { name: b, run: x, if: 'true', when: failure }] }
  - { name: t, steps: [{ name: ship, approval: { by: alice, expires: 1h } }] }
always: [{ name: tidy, run: x }]
`);
    expect(concurrency).toEqual({ group: 'a/main', limit: 2, onFull: 'queue' });
    expect(stages.flatMap(({ steps }) => steps)).toMatchObject([
      { id: 'a', conditions: ["branch == 'main'"] },
      { id: 'b', conditions: ["branch == 'main'", 'true'], when: 'failure' },
      { id: 'ship', connector: 'null', approval: { by: ['alice'], quorum: 1, expiresSeconds: 3_600 } },
      { id: 'tidy', when: 'always' },
    ]);
  });

  it('is none when the key of its concurrency gives nothing', () => {
    expect(() => plan('name: a\nconcurrency: { key: env.NONE }\nsteps: [{ run: x }]\n')).toThrow('No such key: NONE');
    expect(plan('name: a\nconcurrency: { key: env.ONE }\nsteps: [{ run: x }]\n', { ONE: '1' }).concurrency?.group).toBe(
      'a/1',
    );
  });

  const target: InputModel = {
    name: 'to',
    type: 'choice',
    required: true,
    options: ['eu', 'us'],
  };

  it('has the inputs the trigger gave, and no plan where they are not right', () => {
    const model = { ...modelOf('name: a\nsteps: [{ name: a, run: x }]\n'), inputs: [target] };
    const right = triedWith(model, { inputs: { to: 'eu' } });
    expect(right.plan).toMatchObject({
      inputs: { to: 'eu' },
      stages: [{ steps: [{ environment: { INPUT_TO: 'eu', YARD_EXECUTION_ID: anExecutionId() } }] }],
    });
    expect(triedWith(model)).toEqual({ mistake: 'input to is required', isOfInputs: true });
    expect(triedWith(model, { inputs: { to: 'mars', other: 'x' } })).toEqual({
      mistake: 'the pipeline has no input "other"; input to is "mars", and none of its options',
      isOfInputs: true,
    });
  });

  it('is none where a text gives nothing, and says which', () => {
    const model = modelOf('name: a\nsteps: [{ name: a, run: x }]\n');
    model.environment = { A: '${{ env.NONE }}' };
    expect(triedWith(model)).toEqual({ mistake: 'step a: environment.A: ${{ env.NONE }}: No such key: NONE' });
    expect(triedWith(model, { environment: { A: '1' } }).plan).toBeDefined();
  });

  it('has a step for each cell of a matrix, as the execution service takes it', () => {
    const model = modelOf('name: a\nsteps: [{ name: a, run: x }, { name: b, run: x }]\n');
    const [stage] = model.stages;
    const [first, second] = stage?.steps ?? [];
    if (!stage || !first || !second) throw new Error('no steps');
    const matrix: MatrixModel = { axes: { n: ['1', '2'] }, include: [], exclude: [], maxParallel: 1, failFast: true };
    stage.steps = [
      { ...first, matrix, outputs: ['v'], fallbacks: ['docker'], environmentName: 'eu' },
      { ...second, needs: [first.id], environment: { V: '${{ steps.b.exitCode }}' } },
    ];
    const { plan: made } = triedWith(model);
    const instance = plainToInstance(ExecutionPlan, made);
    expect(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    expect(instance.stages[0]?.steps).toMatchObject([
      { id: 'a-1', cell: { matrix: 'a', values: { n: '1' }, maxParallel: 1, failFast: true }, fallbacks: ['docker'] },
      { id: 'a-2', environment: { MATRIX_N: '2' }, outputs: ['v'], environmentName: 'eu' },
      { id: 'b', needs: ['a-1', 'a-2'], templates: { 'environment.V': '${{ steps.b.exitCode }}' } },
    ]);
  });

  it('is what the execution service takes', () => {
    const yaml = `name: a
timeout: 1h
concurrency: { group: g, key: branch, on-full: cancel-oldest }
always: [{ name: c, run: x }]
stages:
  - { name: s, if: branch != '', timeout: 5m, parallel: true, steps: [{ name: a, run: x, timeout: 9s, retry_count: 1 }, { name: b, needs: a, null: { exit: 3 }, connector: null, if: 'true', approval: { by: alice, expires: 1h } }] }
`;
    const instance = plainToInstance(ExecutionPlan, plan(yaml));
    expect(validateSync(instance, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
    expect(instance).toMatchObject({
      timeoutSeconds: 3_600,
      stages: [
        { timeoutSeconds: 300, parallel: true, steps: [{ timeoutSeconds: 9 }, { connector: 'null', needs: ['a'] }] },
        { steps: [{ when: 'always' }] },
      ],
    });
  });
});
