import { maxSteps } from '@switchyard/contracts/words';
import { assignIds } from './assign-ids.js';
import { warnOfIdle } from './idle.js';
import type { PipelineModel, StageModel } from './model.js';
import { checkName } from './names.js';
import { resolveNeeds } from './needs.js';
import type { RawPipeline } from './pipeline-shape.js';
import { type PlacedStage, placedStages } from './placed-stages.js';
import { checkPlan } from './plan/check-plan.js';
import type { Report } from './report.js';
import { optional, retryOf } from './retry.js';
import { stepOf } from './step.js';
import { checkTriggers } from './triggers/check.js';
import { together } from './triggers/placed.js';
import { checkWhens } from './when.js';

/** Gives every name and id its place, and fills in what the file may leave out. */
export const normalise = (raw: RawPipeline, report: Report): PipelineModel => {
  const { values } = raw;
  const name = checkName(values.name, { offset: raw.at('name'), path: 'name', what: 'the pipeline' }, report);
  const placed = placedStages(raw, report);
  const stages = placed.map(one => stageOf(one, report));
  limitSteps(stages, raw, report);
  uniqueNames(placed, stages, report);
  assignIds(stages);
  resolveNeeds(stages, placed, report);
  checkWhens(stages, placed, report);
  const listening = together([values.on, values.triggers].filter(one => one !== undefined));
  if (values.on && values.triggers) report.add(raw.at('triggers'), 'triggers', onAndTriggers);
  checkTriggers(listening, name, report);
  warnOfIdle(stages, placed, report);
  const model: PipelineModel = {
    name,
    ...(values.description === undefined ? {} : { description: values.description }),
    environment: values.environment ?? {},
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    ...(values.concurrency ? { concurrency: { group: name, ...values.concurrency } } : {}),
    triggers: listening.triggers.map(({ trigger }) => trigger),
    inputs: listening.inputs,
    ...(values.source ? { source: values.source } : {}),
    stages,
    notifications: values.notifications ?? [],
  };
  checkPlan(model, placed, report);
  return model;
};

const onAndTriggers = {
  code: 'on-and-triggers',
  message: 'on: and triggers: both say what starts the pipeline',
  suggestion: 'keep one of them',
};

const stageOf = ({ stage: { values, at }, path, steps: list }: PlacedStage, report: Report): StageModel => {
  const name = checkName(values.name, { offset: at('name'), path: `${path}.name`, what: 'a stage' }, report);
  const steps = values.steps ?? [];
  if (steps.length === 0 && !report.concerns(list))
    report.add(at('steps'), list, {
      code: 'no-steps',
      message: `stage ${name} has no steps`,
      suggestion: 'add steps: with at least one step',
    });
  const conditions = values.condition === undefined ? [] : [values.condition];
  const inherited = { when: values.when ?? 'success', conditions } as const;
  return {
    id: name,
    name,
    parallel: values.parallel ?? false,
    environment: values.environment ?? {},
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    steps: steps.map((step, index) => stepOf(step, { path: `${list}[${index}]`, inherited }, report)),
  };
};

const limitSteps = (stages: StageModel[], raw: RawPipeline, report: Report): void => {
  const count = stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  if (count <= maxSteps) return;
  const message = `the pipeline has ${count} steps, and ${maxSteps} is the most`;
  report.add(raw.offset, 'stages', { code: 'too-many-steps', message, suggestion: 'split it into several pipelines' });
};

/** The steps of a list of the pipeline have a stage whose name nobody chose. */
const uniqueNames = (placed: PlacedStage[], stages: StageModel[], report: Report): void => {
  const seen = new Set<string>();
  for (const [index, { stage, path }] of placed.entries()) {
    const name = stages[index]?.name ?? '';
    if (path === 'always') continue;
    if (name && seen.has(name))
      report.add(stage.at('name'), `${path}.name`, {
        code: 'duplicate-name',
        message: `two stages are called ${JSON.stringify(name)}`,
        suggestion: 'give each stage its own name',
      });
    seen.add(name);
  }
};
