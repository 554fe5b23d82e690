import type { ExecutionView, StageView, StepView } from '@switchyard/contracts';
import { Screen } from './screen.story.js';
import { treeLines } from './tree.js';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 27, 10, 0, seconds)).toISOString();
const now = Date.parse(at(60));

const step = (name: string, stage: string, more: Partial<StepView> = {}) =>
  ({ id: name, name, stage, status: 'waiting', continueOnError: false, attempts: [], ...more }) as unknown as StepView;
const stage = (id: string, status: StageView['status']) =>
  ({ id, name: id, parallel: false, status, steps: [] }) as unknown as StageView;

const execution = (more: Partial<ExecutionView> = {}) =>
  ({
    id: '01k7n5pa000000000000000000',
    pipelineName: 'web\u001b[2J',
    status: 'running',
    createdAt: at(0),
    startedAt: at(0),
    stages: [stage('build', 'success'), stage('test', 'running')],
    steps: [
      step('compile', 'build', { status: 'success', startedAt: at(0), finishedAt: at(12) }),
      step('unit', 'test', { status: 'running', startedAt: at(12), attempts: [{}, {}] as never }),
      step('e2e', 'test', { reason: 'waits for a free slot' }),
    ],
    ...more,
  }) as unknown as ExecutionView;

const lines = (view: ExecutionView, rows?: number) =>
  treeLines(new Screen().terminal, view, now, rows).map(line => line.trimEnd());
const bare = (line = '') => line.replace(/\u001b\[[0-9;]*m/g, '');

describe('the tree of an execution', () => {
  it('has a line for each stage and step, with marks and times in one column, and nothing for the terminal to obey', () => {
    const shown = lines(execution()).map(bare);
    expect(shown).toEqual([
      '▸ web: running 1 min 0 s',
      expect.stringMatching(/^├─ ✓ build +12 s$/),
      expect.stringMatching(/^│ {2}└─ ✓ compile +12 s$/),
      expect.stringMatching(/^└─ ▸ test +48 s$/),
      expect.stringMatching(/^ {3}├─ ▸ unit \(attempt 2\) +48 s$/),
      expect.stringMatching(/^ {3}└─ · e2e +waits for a free slot$/),
    ]);
    expect(new Set(shown.slice(1, 5).map(line => line.search(/\d+ s$/))).size).toBe(1);
  });

  it('folds stages that are through where the terminal is low, and then leaves lines out and says so', () => {
    expect(lines(execution(), 6).map(bare)).toEqual([
      '▸ web: running 1 min 0 s',
      expect.stringMatching(/^├─ ✓ build \(1 step\) +12 s$/),
      expect.stringMatching(/test/),
      expect.stringMatching(/unit/),
      expect.stringMatching(/e2e/),
    ]);
    expect(lines(execution(), 5).map(bare)).toEqual([
      '▸ web: running 1 min 0 s',
      expect.stringMatching(/build/),
      expect.stringMatching(/test/),
      '· and 2 lines more',
    ]);
  });

  it('says where a running step is reached', () => {
    const ports = [
      { name: 'http', address: '127.0.0.1', port: 49_153 },
      { name: 'debug', address: '::1', port: 9_229 },
    ];
    const steps = [step('unit', 'test', { status: 'running', startedAt: at(12), attempts: [{}, { ports }] as never })];
    expect(lines(execution({ steps })).map(bare).at(-1)).toMatch(
      /48 s {2}http → 127\.0\.0\.1:49153, debug → \[::1\]:9229$/,
    );
  });

  it('stays within the lines of a terminal with a thousand steps', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => step(`s${n}`, 'test', { status: 'running' }));
    expect(lines(execution({ steps: many }), 24).length).toBeLessThanOrEqual(23);
  });

  it('says that it is paused, and why it ended', () => {
    expect(bare(lines(execution({ paused: { actor: 'ann', at: at(1) } }))[0])).toMatch(/^‖ web: paused/);
    const failed = execution({ status: 'failed', finishedAt: at(30), reason: 'step unit failed' });
    expect(bare(lines(failed)[0])).toBe('✗ web: failed 30 s  step unit failed');
  });
});
