import type { Finding, StepId } from '@switchyard/contracts';
import type { PipelineModel, StageModel } from '../model.js';
import { CellIds } from './cell-ids.js';
import type { Draft } from './draft.js';
import { cellsOf } from './matrix.js';
import { layersOf } from './order.js';
import { planStep } from './plan-step.js';
import type { PlanFacts, Planned, PlannedStage, PlannedStep } from './planned.js';
import { largestPlan, type Misfit, misfitsOf, tooLarge } from './structure.js';

/**
 * A pipeline made ready to look at or to run: matrices expanded, needs resolved, texts filled in with the facts. Without
 * facts, texts stay as they were written. Pure.
 */
export const planPipeline = (model: PipelineModel, facts?: PlanFacts): Planned => {
  const misfits = misfitsOf(model);
  if (misfits.length > 0) return { findings: misfits.map(findingOf) };
  const mistakes: string[] = [];
  const room = { left: largestPlan };
  const stages: PlannedStage[] = [];
  for (const { stage, drafts } of draftsOf(model)) {
    const steps: PlannedStep[] = [];
    for (const draft of drafts) {
      const planned = planStep(draft, facts);
      if (planned.mistake !== undefined) mistakes.push(planned.mistake);
      else steps.push(planned.step);
      room.left -= planned.mistake === undefined ? JSON.stringify(planned.step).length : 0;
      if (room.left < 0) return { findings: [findingOf(tooLarge(largestPlan - room.left))] };
    }
    stages.push(stageOf(stage, steps));
  }
  if (mistakes.length > 0) return { findings: [...new Set(mistakes)].slice(0, mostMistakes).map(noValue) };
  const { name, timeoutSeconds, concurrency } = model;
  const times = timeoutSeconds === undefined ? {} : { timeoutSeconds };
  return { plan: { name, ...times, ...(concurrency ? { concurrency } : {}), stages }, findings: [] };
};

/** The cells of one matrix mostly say the same. */
const mostMistakes = 20;

const stageOf = ({ id, name, parallel, timeoutSeconds }: StageModel, steps: PlannedStep[]): PlannedStage => ({
  id,
  name,
  parallel,
  ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  steps,
  layers: layersOf(parallel, steps),
});

/** Every step with the id it will have; who needs a matrix needs all of its cells. */
const draftsOf = (model: PipelineModel): { stage: StageModel; drafts: Draft[] }[] => {
  const written = model.stages.flatMap(({ steps }) => steps);
  const ids = new CellIds(new Set(written.map(({ id }) => id)));
  const expanded = new Map(
    written.map(({ id, matrix }) => {
      const cells = matrix ? cellsOf(matrix).map(cell => ({ id: ids.of(id, cell), cell })) : [{ id }];
      return [id, cells as { id: StepId; cell?: Record<string, string> }[]];
    }),
  );
  const cellsIn = (id: StepId) => expanded.get(id) ?? [];
  return model.stages.map(stage => ({
    stage,
    drafts: stage.steps.flatMap(step => {
      const needs = [...new Set(step.needs)].flatMap(need => cellsIn(need).map(({ id }) => id));
      return cellsIn(step.id).map(one => ({ ...one, model, stage, step, needs }));
    }),
  }));
};

const findingOf = ({ at, code, message, suggestion }: Misfit): Finding => ({
  severity: 'error',
  code,
  message,
  suggestion,
  path: at ? `stages[${at.stage}].steps[${at.step}].${at.key}` : '',
  line: 1,
  column: 1,
});

const noValue = (message: string): Finding => ({
  severity: 'error',
  code: 'no-value',
  message,
  suggestion: 'give it with the trigger, or a value of its own in the file',
  path: '',
  line: 1,
  column: 1,
});
