import type { StageModel, StepModel } from './model.js';
import type { PlacedStage } from './placed-stages.js';
import type { Report } from './report.js';
import type { RawStep } from './step-shape.js';

/** Refuses steps that wait for what cannot be. */
export const checkWhens = (stages: StageModel[], placed: PlacedStage[], report: Report): void => {
  const [first] = placed;
  if (stages[0] && first) refuseIdleSteps(stages[0], first, report);
  const always = placed.find(({ path }) => path === 'always');
  if (always) refuseOtherWhens(always, report);
};

/** A step that waits for a failure where nothing stands before it would never run. */
const refuseIdleSteps = ({ steps, parallel }: StageModel, placed: PlacedStage, report: Report): void => {
  for (const [index, step] of steps.entries()) {
    const raw = placed.stage.values.steps?.[index];
    if (raw && step.when === 'failure' && standsFirst(raw, index, parallel))
      refuseIdle(step, raw, index, placed, report);
  }
};

const standsFirst = ({ values: { needs = [] } }: RawStep, index: number, parallel: boolean): boolean =>
  needs.length === 0 && (index === 0 || parallel);

const refuseIdle = (step: StepModel, raw: RawStep, index: number, placed: PlacedStage, report: Report): void => {
  const isOwn = raw.values.when !== undefined;
  const path = isOwn ? `${placed.steps}[${index}].when` : `${placed.path}.when`;
  if (report.concerns(path)) return;
  report.add(isOwn ? raw.at('when') : placed.stage.at('when'), path, {
    code: 'nothing-before',
    message: `step ${step.name} runs only when something before it failed, and nothing stands before it`,
    suggestion: 'move it behind the steps it watches, name them in needs:, or leave when: out',
  });
};

/** The steps of always: run whatever happened; a word that says otherwise must not be passed over. */
const refuseOtherWhens = ({ stage, steps }: PlacedStage, report: Report): void => {
  for (const [index, { values, at }] of (stage.values.steps ?? []).entries())
    if (values.when !== undefined && values.when !== 'always')
      report.add(at('when'), `${steps}[${index}].when`, {
        code: 'always-runs',
        message: `the steps of always: run whatever happened, and this one says when: ${values.when}`,
        suggestion: 'leave when: out, or move the step to the others',
      });
};
