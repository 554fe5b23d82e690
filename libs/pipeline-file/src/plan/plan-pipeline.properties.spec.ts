import type { StepId } from '@switchyard/contracts';
import fc from 'fast-check';
import type { PipelineModel, StepModel } from '../model.js';
import { cellsOf } from './matrix.js';
import { matrixOf, pipelineModel, planned, stageModel, stepModel, stepsOf } from './plan.story.js';
import { planPipeline } from './plan-pipeline.js';
import type { PlannedPipeline } from './planned.js';

const value = fc.constantFrom('1', '1.0', '1-0', '', 'x'.repeat(70), 'x'.repeat(71), 'ä', '2');
const cell = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3 });
const matrix = fc
  .record({
    axes: fc.dictionary(fc.constantFrom('a', 'b'), fc.array(value, { minLength: 1, maxLength: 4 }), { minKeys: 1 }),
    include: fc.array(cell, { maxLength: 2 }),
    exclude: fc.array(cell, { maxLength: 2 }),
  })
  .map(({ axes, ...options }) => matrixOf(axes, options));

/** Steps whose needs lead anywhere: most such files have a plan, and some wait in circles. */
const model = (anyNeeds: boolean): fc.Arbitrary<PipelineModel> => {
  const step = fc.record({
    matrix: fc.option(matrix, { freq: 3, nil: undefined }),
    needs: fc.array(fc.nat(11), { maxLength: 3 }),
  });
  const stage = fc.record({ parallel: fc.boolean(), steps: fc.array(step, { minLength: 1, maxLength: 4 }) });
  return fc.array(stage, { minLength: 1, maxLength: 3 }).map(stages => {
    let count = 0;
    return pipelineModel(
      stages.map(({ parallel, steps }, s) => {
        const from = count;
        count += steps.length;
        const all = steps.map((one, n): StepModel => {
          const known = anyNeeds ? count : from + n;
          const needs = one.needs.filter(need => need < known).map(need => `s${need}`);
          return stepModel(`s${from + n}`, { needs, ...(one.matrix ? { matrix: one.matrix } : {}) });
        });
        return stageModel(`stage-${s}`, all, { parallel });
      }),
    );
  });
};

interface Ran {
  start: number;
  end: number;
}

/** Runs a plan as the engine does: stage by stage, layer by layer, as soon as what a step needs has ended, however long each takes. */
const run = ({ stages }: PlannedPipeline, durations: readonly number[]): Map<StepId, Ran> => {
  const ran = new Map<StepId, Ran>();
  let begun = 0;
  for (const { parallel, layers, steps } of stages) {
    const byId = new Map(steps.map(step => [step.id, step]));
    let above = begun;
    for (const layer of layers) {
      const free = above;
      for (const id of layer) {
        const needed = (byId.get(id)?.needs ?? []).map(need => ran.get(need)?.end ?? Number.NaN);
        const start = Math.max(parallel ? begun : free, ...needed);
        const end = start + (durations[ran.size % durations.length] ?? 0);
        ran.set(id, { start, end });
        above = Math.max(above, end);
      }
    }
    begun = Math.max(begun, ...[...ran.values()].map(({ end }) => end));
  }
  return ran;
};

describe('any plan', () => {
  const durations = fc.array(fc.nat(100), { minLength: 1, maxLength: 30 });

  it('starts no step before what it needs has ended, and each step once', () => {
    fc.assert(
      fc.property(model(false), durations, (written, times) => {
        const { plan, findings } = planPipeline(written);
        if (!plan) return expect([...new Set(findings.map(({ code }) => code))]).toEqual(['empty-matrix']);
        const ran = run(plan, times);
        expect(new Set(ran.keys())).toEqual(new Set(stepsOf(plan).map(({ id }) => id)));
        for (const { id, needs } of stepsOf(plan))
          for (const need of needs) expect(ran.get(id)?.start).toBeGreaterThanOrEqual(ran.get(need)?.end ?? Infinity);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the order of stages, and of steps in a stage that is not parallel', () => {
    fc.assert(
      fc.property(model(false), durations, (written, times) => {
        const { plan } = planPipeline(written);
        fc.pre(plan !== undefined);
        const ran = run(plan, times);
        const span = (ids: StepId[]) => ({
          start: Math.min(...ids.map(id => ran.get(id)?.start ?? -1)),
          end: Math.max(...ids.map(id => ran.get(id)?.end ?? -1)),
        });
        const groups = plan.stages.flatMap(({ parallel, steps, layers }, s) => {
          if (parallel) return [steps.map(({ id }) => id)];
          // One layer for each step as it was written.
          expect(layers).toHaveLength(written.stages[s]?.steps.length ?? 0);
          return layers;
        });
        groups.reduce((before, ids) => {
          const { start, end } = span(ids);
          expect(start).toBeGreaterThanOrEqual(before);
          return end;
        }, 0);
      }),
      { numRuns: 300 },
    );
  });

  it('has each cell of each matrix once, and no id twice', () => {
    fc.assert(
      fc.property(model(false), written => {
        const { plan } = planPipeline(written);
        fc.pre(plan !== undefined);
        const steps = stepsOf(plan);
        expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
        for (const step of written.stages.flatMap(stage => stage.steps)) {
          const cells = steps.filter(one => one.cell?.matrix === step.id).map(one => one.cell?.values);
          expect(cells).toEqual(step.matrix ? cellsOf(step.matrix) : []);
          expect(steps.filter(({ id }) => id === step.id)).toHaveLength(step.matrix ? 0 : 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is there exactly where no step waits for itself', () => {
    fc.assert(
      fc.property(model(true), written => {
        const { plan, findings } = planPipeline(written);
        const isCycle = findings.some(({ code }) => code === 'cycle');
        expect(isCycle).toBe(canEnd(written) === false);
        if (plan) expect(planned(written)).toEqual(plan);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether all steps come to run, by doing it: what is free runs, until nothing is. */
const canEnd = ({ stages }: PipelineModel): boolean => {
  const done = new Set<StepId>();
  const total = stages.reduce((sum, { steps }) => sum + steps.length, 0);
  for (let before = -1; before < done.size;) {
    before = done.size;
    for (const { parallel, steps } of stages)
      for (const [place, { id, needs }] of steps.entries()) {
        const above = parallel ? [] : steps.slice(0, place).map(one => one.id);
        if ([...needs, ...above].every(one => done.has(one))) done.add(id);
      }
  }
  return done.size === total;
};
