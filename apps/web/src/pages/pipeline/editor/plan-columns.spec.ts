import type { PlannedStage, Pool, StepId } from '@switchyard/contracts';
import { columnsOf, mostDrawn } from './plan-columns.js';

const step = (id: string, over: Partial<PlannedStage['steps'][number]> = {}): PlannedStage['steps'][number] => ({
  id: id as StepId,
  name: id,
  connector: 'shell',
  pool: 'default' as Pool,
  needs: [],
  continueOnError: false,
  conditions: [],
  environment: {},
  config: {},
  ...over,
});
const stage = (steps: PlannedStage['steps'], layers: string[][]): PlannedStage => ({
  id: 's',
  name: 'S',
  parallel: true,
  steps,
  layers: layers as StepId[][],
});

describe('the plan of a file', () => {
  it('is drawn layer after layer, with what is worth a word', () => {
    const steps = [
      step('a', { retry: { limit: 2, on: ['user'], backoff: { initialMs: 1, factor: 1, maxMs: 1 } } }),
      step('b', { approval: { by: [], quorum: 1 }, known: false, conditions: ['false'] }),
      step('c', { when: 'always' }),
    ];
    const [column] = columnsOf({ stages: [stage(steps, [['a', 'b'], ['c']])] });
    expect(column?.layers.map(layer => layer.steps.map(({ id, about, isOff }) => [id, about, isOff]))).toEqual([
      [
        ['a', 'shell · retried 2×', false],
        ['b', 'shell · waits for approval · has a condition', true],
      ],
      [['c', 'shell · runs always', false]],
    ]);
  });

  it('draws only some of a thousand, and says how many more there are', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => step(`s${n}`));
    const [column] = columnsOf({ stages: [stage(many, [many.map(({ id }) => id)])] });
    expect([column?.layers[0]?.steps.length, column?.layers[0]?.more]).toEqual([mostDrawn, 1_000 - mostDrawn]);
  });
});
