import type { PlannedPipeline, PlannedStep, Pool, StepId } from '@switchyard/contracts';
import { tellPlan } from './plan.js';
import { Screen } from './screen.story.js';

type Options = Partial<Omit<PlannedStep, 'needs' | 'pool'>> & { needs?: string[]; pool?: string };
const step = (id: string, { needs = [], pool = 'default', ...options }: Options = {}): PlannedStep => ({
  id: id as StepId,
  name: id,
  connector: 'shell',
  pool: pool as Pool,
  needs: needs as StepId[],
  continueOnError: false,
  conditions: [],
  environment: {},
  config: {},
  ...options,
});
const cells = (matrix: string, count: number, options: Options = {}): PlannedStep[] =>
  Array.from({ length: count }, (_, n) =>
    step(`${matrix}-${n}`, {
      name: `${matrix} (linux, ${n})`,
      cell: { matrix, values: { os: 'linux', node: String(n) }, maxParallel: 4, failFast: true },
      ...options,
    }),
  );
const stage = (name: string, ...layers: PlannedStep[][]): PlannedPipeline['stages'][number] => ({
  id: name,
  name,
  parallel: true,
  steps: layers.flat(),
  layers: layers.map(layer => layer.map(({ id }) => id)),
});
const told = (stages: PlannedPipeline['stages'], options: Partial<PlannedPipeline> = {}): string[] => {
  const screen = new Screen();
  tellPlan(screen.terminal, { name: 'web', stages, ...options }, 'trigger manual');
  return screen.lines;
};

describe('a plan in the terminal', () => {
  it('is a tree of stages, layers and steps, with where each runs and after what', () => {
    const check = stage(
      'check',
      [step('lint'), step('unit', { connector: 'docker', pool: 'gpu', fallbacks: ['shell'] }), step('types')],
      [step('report', { needs: ['lint', 'unit'], timeoutSeconds: 600, continueOnError: true })],
    );
    expect(
      told([{ ...check, timeoutSeconds: 1_800 }, stage('ship', [step('ship')])], { timeoutSeconds: 3_600 }),
    ).toEqual([
      'web: 2 stages, 5 steps, within 1 h (trigger manual)',
      '',
      'check, within 30 min',
      '  1 ┬ lint    shell',
      '    ├ unit    docker/gpu, else shell',
      '    └ types   shell',
      '  2 ─ report  shell                   after lint, unit · within 10 min · may fail',
      '',
      'ship',
      '  1 ─ ship    shell',
    ]);
  });

  it('tells many cells of a matrix in one line, and a few each in its own', () => {
    const lines = told([
      stage('few', [...cells('few', 8)]),
      stage(
        'many',
        [...cells('many', 9), step('other')],
        [step('end', { needs: [...cells('many', 9), step('other')].map(({ id }) => id) })],
      ),
    ]);
    expect(lines.slice(2)).toEqual([
      'few',
      '  1 ┬ few (linux, 0)  shell',
      ...[1, 2, 3, 4, 5, 6].map(n => `    ├ few (linux, ${n})  shell`),
      '    └ few (linux, 7)  shell',
      '',
      'many',
      '  1 ┬ many × 9        shell  linux 0, linux 1, linux 2, …, linux 8, 4 at a time',
      '    └ other           shell',
      '  2 ─ end             shell  after many × 9, other',
    ]);
  });

  it('marks conditions by what is known of them', () => {
    const conditions = ["branch == 'main'", 'true'];
    const [first, ...others] = cells('cell', 9, { conditions, known: true });
    if (!first) throw new Error('no cells');
    const lines = told([
      stage('s', [
        step('a', { conditions, known: true }),
        step('b', { conditions, known: false }),
        step('c', { conditions }),
      ]),
      stage('t', [{ ...first, known: false }, ...others], [step('d', { conditions: ['x'.repeat(99)] })]),
    ]);
    const words = "if branch == 'main' and true";
    expect(lines.filter(line => line.includes(' if ')).map(line => line.split('shell  ')[1])).toEqual([
      `✓ ${words}`,
      `✗ ${words}`,
      `? ${words}`,
      `linux 0, linux 1, linux 2, …, linux 8, 4 at a time · 8 ✓ 1 ✗ ${words}`,
      `? if ${'x'.repeat(80)}…`,
    ]);
  });

  it('says who must agree, and what else is special', () => {
    const retry = { limit: 2, on: ['user' as const], backoff: { initialMs: 1, factor: 1, maxMs: 1 } };
    const lines = told([
      stage('s', [
        step('ask', { approval: { by: [], quorum: 1 } }),
        step('two', { approval: { by: ['ann', 'bob\x1b[2J'], quorum: 2, expiresSeconds: 28_800 } }),
        step('rescue', { when: 'failure', retry, environmentName: 'eu' }),
        step('tidy', { when: 'always', templates: { 'environment.V': 'x' } }),
      ]),
    ]);
    expect(lines.slice(3).map(line => line.split('shell  ')[1])).toEqual([
      'approval by anyone',
      'approval by ann, bob, 2 of them, within 8 h',
      'only when something failed · up to 3 tries · deploys to eu',
      'always · filled in when it starts: environment.V',
    ]);
  });

  it('keeps its columns with long names and many layers', () => {
    const layers = Array.from({ length: 10 }, (_, n) => [step(`s${n}`)]);
    const lines = told([stage('s', [step('x'.repeat(60))], ...layers)]);
    expect(lines[3]).toBe(`   1 ─ ${'x'.repeat(39)}…  shell`);
    expect(lines.at(-1)).toBe(`  11 ─ ${'s9'.padEnd(40)}  shell`);
  });
});
