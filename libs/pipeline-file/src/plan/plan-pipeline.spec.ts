import { isSlug } from '@switchyard/contracts/words';
import type { PipelineModel } from '../model.js';
import { matrixOf, pipelineModel, planFacts, planned, stageModel, stepModel, stepsOf } from './plan.story.js';
import { planPipeline } from './plan-pipeline.js';

const numbers = (length: number) => Array.from({ length }, (_, n) => String(n));
const only = (model: PipelineModel, facts = planFacts()) => stepsOf(planned(model, facts))[0];
const alone = (...step: Parameters<typeof stepModel>) => pipelineModel([stageModel('s', [stepModel(...step)])]);
const findingsOf = (model: PipelineModel) => planPipeline(model, planFacts()).findings;

describe('the plan of a matrix', () => {
  const matrix = matrixOf({ os: ['linux', 'mac'], node: ['18', '20.1'] }, { maxParallel: 2, failFast: false });

  it('has a step for each cell, with its values for people, expressions and programs', () => {
    const model = alone('test', { matrix, config: { image: 'node:${{ matrix.node }}', command: '${{ matrix.os }}' } });
    const steps = stepsOf(planned(model, planFacts()));
    expect(steps.map(({ id, name }) => [id, name])).toEqual([
      ['test-linux-18', 'test (linux, 18)'],
      ['test-linux-20-1', 'test (linux, 20.1)'],
      ['test-mac-18', 'test (mac, 18)'],
      ['test-mac-20-1', 'test (mac, 20.1)'],
    ]);
    expect(steps[3]).toMatchObject({
      cell: { matrix: 'test', values: { os: 'mac', node: '20.1' }, maxParallel: 2, failFast: false },
      environment: { MATRIX_OS: 'mac', MATRIX_NODE: '20.1', YARD_STEP: 'test (mac, 20.1)' },
      config: { image: 'node:20.1', command: '${{ matrix.os }}' },
    });
  });

  it('names the cells as the step says', () => {
    const name = 'on ${{ matrix.os }} with ${{ matrix.node }}';
    expect(stepsOf(planned(alone('test', { matrix, name }))).map(step => step.name)).toContain('on mac with 20.1');
    expect(() => planned(alone('test', { matrix, name: '${{ matrix.cpu }}' }))).toThrow('No such key: cpu');
    const [long] = stepsOf(planned(alone('test', { matrix, name: `${'x'.repeat(198)}\u{1f600}\u{1f600}` })));
    expect(long?.name).toBe(`${'x'.repeat(198)}…`);
  });

  it('leaves a name open that asks for more than the cell says, until somebody triggers', () => {
    const model = alone('test', { matrix, name: '${{ matrix.os }} for ${{ inputs.to }}' });
    expect(stepsOf(planned(model))[0]?.name).toBe('${{ matrix.os }} for ${{ inputs.to }}');
    expect(only(model, planFacts({ inputs: { to: 'eu' } }))?.name).toBe('linux for eu');
  });

  it('makes who needs it wait for all of its cells', () => {
    const steps = [
      stepModel('test', { matrix }),
      stepModel('pack', { needs: ['test', 'test'] }),
      stepModel('ship', { needs: ['pack'], matrix: matrixOf({ to: ['a', 'b'] }) }),
    ];
    const plan = planned(pipelineModel([stageModel('s', steps, { parallel: true })]));
    const [pack, ...ships] = stepsOf(plan).slice(4);
    expect(pack?.needs).toEqual(['test-linux-18', 'test-linux-20-1', 'test-mac-18', 'test-mac-20-1']);
    expect(ships.map(({ needs }) => needs)).toEqual([['pack'], ['pack']]);
    expect(plan.stages[0]?.layers.map(layer => layer.length)).toEqual([4, 1, 2]);
  });

  it('gives every cell an id of its own, at most 63 characters long', () => {
    const long = 'x'.repeat(60);
    const axes = { a: ['1.0', '1-0', '1 0', '', '世', long, `${long}y`, `${long}${long}`] };
    const model = pipelineModel([
      stageModel('s', [stepModel('t', { matrix: matrixOf(axes) }), stepModel('t-1-0'), stepModel(long.slice(0, 48))]),
    ]);
    const ids = stepsOf(planned(model)).map(({ id }) => id);
    expect(ids.slice(0, 4)).toEqual(['t-1-0-2', 't-1-0-3', 't-1-0-4', 't-empty']);
    expect(new Set(ids).size).toBe(10);
    expect(ids.filter(id => !isSlug(id))).toEqual([]);
  });

  it('has 256 cells where it asks for them', () => {
    const axes = { a: numbers(16), b: numbers(16) };
    const model = pipelineModel([
      stageModel('s', [stepModel('t', { matrix: matrixOf(axes) }), stepModel('end', { needs: ['t'] })], {
        parallel: true,
      }),
    ]);
    const steps = stepsOf(planned(model, planFacts()));
    expect(new Set(steps.map(({ cell }) => JSON.stringify(cell?.values))).size).toBe(257);
    expect(new Set(steps.at(-1)?.needs)).toEqual(new Set(steps.slice(0, 256).map(({ id }) => id)));
  });

  it('is refused with the number of steps where they are too many, or none', () => {
    const of = (a: number, b: number) => alone('t', { matrix: matrixOf({ a: numbers(a), b: numbers(b) }) });
    expect(stepsOf(planned(of(40, 25)))).toHaveLength(1_000);
    expect(findingsOf(of(77, 13))).toMatchObject([
      { code: 'too-many-steps', message: 'with its matrices the pipeline has 1001 steps, and 1000 is the most' },
    ]);
    expect(findingsOf(of(100_000, 100_000))[0]?.message).toContain('has 10000000000 steps');
    expect(findingsOf(alone('t', { matrix: matrixOf({ a: ['1'] }, { exclude: [{ a: '1' }] }) }))).toMatchObject([
      { code: 'empty-matrix', path: 'stages[0].steps[0].matrix', message: 'the matrix of step t has no cells' },
    ]);
  });
});

describe('the order of a plan', () => {
  const layers = (model: PipelineModel) => planned(model).stages.map(stage => stage.layers);

  it('is that of the steps in a stage, with the cells of one matrix side by side', () => {
    const steps = [stepModel('a'), stepModel('m', { matrix: matrixOf({ x: ['1', '2'] }) }), stepModel('b')];
    expect(layers(pipelineModel([stageModel('s', steps)]))).toEqual([[['a'], ['m-1', 'm-2'], ['b']]]);
  });

  it('is that of what steps need in a parallel stage', () => {
    const steps = [
      stepModel('d', { needs: ['b', 'c'] }),
      stepModel('a'),
      stepModel('b', { needs: ['a'] }),
      stepModel('c'),
    ];
    expect(layers(pipelineModel([stageModel('s', steps, { parallel: true })]))).toEqual([[['a', 'c'], ['b'], ['d']]]);
  });

  it.each([
    [true, { a: ['c'], b: ['a'], c: ['b'] }, 'these steps wait for each other: a → c → b → a', 0],
    [false, { a: [], b: ['c'], c: [] }, 'these steps wait for each other: b → c → b, since stage s runs its steps', 1],
    [true, { a: ['a'] }, 'these steps wait for each other: a → a', 0],
  ])('is refused where steps wait for each other (parallel: %s, %j)', (parallel, needs, message, step) => {
    const steps = Object.entries(needs).map(([id, own]) => stepModel(id, { needs: own }));
    expect(findingsOf(pipelineModel([stageModel('s', steps, { parallel })]))).toMatchObject([
      { code: 'cycle', path: `stages[0].steps[${step}].needs`, message: expect.stringContaining(message) },
    ]);
  });
});

describe('the texts of a plan', () => {
  it('are filled in from the outside in; what a trigger gives is literal and wins', () => {
    const step = stepModel('a', { environment: { C: '${{ env.B }}!', D: 'd', YARD_STEP: 'forged' } });
    const stage = stageModel('s', [step], { environment: { B: '${{ branch }}-${{ inputs.to }}' } });
    const model = pipelineModel([stage], { environment: { A: '${{ pipeline }}' } });
    const facts = planFacts({
      inputs: { to: 'eu', 'dry-run': 'true' },
      environment: { D: '${{ actor }}', INPUT_TO: 'forged', YARD_X: 'forged' },
      variables: { YARD_X: 'x' },
    });
    expect(only(model, facts)?.environment).toEqual({
      A: 'web',
      B: 'main-eu',
      C: 'main-eu!',
      D: '${{ actor }}',
      INPUT_TO: 'eu',
      INPUT_DRY_RUN: 'true',
      CI: 'true',
      SWITCHYARD: 'true',
      YARD_PIPELINE: 'web',
      YARD_STAGE: 's',
      YARD_STEP: 'a',
      YARD_TRIGGER: 'manual',
      YARD_BRANCH: 'main',
      YARD_TAG: '',
      YARD_COMMIT: 'abc',
      YARD_REPOSITORY: 'r',
      YARD_X: 'x',
    });
  });

  it('that ask for steps stay open, each under its place', () => {
    const model = alone('a', {
      environment: { V: '${{ steps.b.outputs.v }}' },
      config: { image: 'web:${{ env.V }}', tags: ['x'] },
      outputs: ['out'],
      fallbacks: ['docker'],
      environmentName: 'eu-${{ branch }}',
    });
    expect(only(model)).toMatchObject({
      templates: { 'environment.V': '${{ steps.b.outputs.v }}', 'config.image': 'web:${{ env.V }}' },
      config: { tags: ['x'] },
      outputs: ['out'],
      fallbacks: ['docker'],
      environmentName: 'eu-main',
    });
  });

  it('stay as they were written where nothing is known', () => {
    const model = alone('a', {
      environment: { A: '${{ env.NONE }}' },
      environmentName: '${{ inputs.x }}',
      conditions: ['true'],
    });
    const step = stepsOf(planned(model))[0];
    expect(step).toMatchObject({ environment: { A: '${{ env.NONE }}' }, environmentName: '${{ inputs.x }}' });
    expect(Object.keys(step ?? {})).not.toContain('known');
  });

  it('that give nothing are all told at once, each once', () => {
    const steps = [
      stepModel('a', { config: { image: '${{ inputs.none }}' } }),
      stepModel('b', { environmentName: '${{ tag }}' }),
      stepModel('c', { environmentName: 'x'.repeat(201) }),
    ];
    expect(findingsOf(pipelineModel([stageModel('s', steps)])).map(({ code, message }) => [code, message])).toEqual([
      ['no-value', 'step a: config.image: ${{ inputs.none }}: No such key: none'],
      ['no-value', 'environment-name of step b: ${{ tag }} gives nothing'],
      ['no-value', 'environment-name of step c: it has 201 characters, and 200 is the most'],
    ]);
  });

  it('are refused where they would fill more than one message, by the file or by the trigger', () => {
    const matrix = matrixOf({ a: numbers(200) });
    expect(findingsOf(alone('a', { matrix, config: { command: 'x'.repeat(30_000) } }))).toMatchObject([
      { code: 'too-large-plan', message: expect.stringMatching(/come to 60\d+ characters, and 4194304 is the most/) },
    ]);
    const facts = planFacts({ inputs: { long: 'x'.repeat(30_000) } });
    expect(planPipeline(alone('a', { matrix }), facts).findings).toMatchObject([{ code: 'too-large-plan' }]);
    const environment = Object.fromEntries(numbers(101).map(n => [`E${n}`, '${{ branch }}']));
    expect(findingsOf(alone('a', { matrix, environment }))).toMatchObject([
      { code: 'too-many-expressions', message: 'all steps together have 20200 expressions, and 10000 is the most' },
    ]);
  });
});

describe('conditions of a plan', () => {
  it.each<[string[], boolean | undefined]>([
    [["branch == 'main'"], true],
    [["branch == 'main'", "inputs.to == 'us'"], false],
    [["steps.x.status == 'success'"], undefined],
    [["steps.x.status == 'success'", 'false'], false],
    [["env.LATE == ''"], undefined],
    [["env.A == 'a' && matrix.os == 'mac'"], true],
    [["'LATE' in env"], undefined],
    [["inputs.none == ''"], undefined],
    [[], undefined],
  ])('%j are known as %s', (conditions, known) => {
    const environment = { A: 'a', LATE: '${{ steps.x.status }}' };
    const model = alone('a', { conditions, environment, matrix: matrixOf({ os: ['mac'] }) });
    expect(only(model, planFacts({ inputs: { to: 'eu' } }))).toMatchObject({ conditions });
    expect(only(model, planFacts({ inputs: { to: 'eu' } }))?.known).toBe(known);
  });
});
