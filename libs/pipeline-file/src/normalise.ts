import type { StepId } from '@switchyard/contracts';
import { maxSteps } from '@switchyard/contracts/words';
import { slugOf } from '@switchyard/kernel';
import type { PipelineModel, StageModel } from './model.js';
import { checkName } from './names.js';
import { resolveNeeds } from './needs.js';
import { type PlacedStage, type RawPipeline, type RawStage, type RawStep, valuesOf } from './pipeline-shape.js';
import type { Report } from './report.js';
import { optional, retryOf } from './retry.js';
import { noConditions, stepOf } from './step.js';

/** Gives every name and id its place, and fills in what the file may leave out. */
export const normalise = (raw: RawPipeline, report: Report): PipelineModel => {
  const { values } = raw;
  const name = checkName(values.name, { offset: raw.at('name'), path: 'name', what: 'the pipeline' }, report);
  const rawStages = stagesOf(raw, report);
  const stages = rawStages.map(({ stage, path }, index) => stageOf(stage, index, path, report));
  limitSteps(stages, raw, report);
  uniqueNames(
    stages.map((stage, index) => ({
      name: stage.name,
      offset: rawStages[index]?.stage.at('name') ?? 0,
      path: `stages[${index}].name`,
    })),
    'stage',
    report,
  );
  assignIds(stages);
  resolveNeeds(stages, rawStages, report);
  warnOfIdleParts(raw, report);
  const plainNotifications = values.notifications && { ...values.notifications.values };
  return {
    name,
    ...(values.description === undefined ? {} : { description: values.description }),
    environment: values.environment ?? {},
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    triggers: (values.triggers ?? []).map(({ values: trigger }) => ({
      type: trigger.triggerType ?? 'manual',
      config: { ...valuesOf(trigger.config) },
    })),
    stages,
    ...(plainNotifications ? { notifications: plainNotifications } : {}),
  };
};

/** They are kept for the version that acts on them. */
const warnOfIdleParts = ({ values, at }: RawPipeline, report: Report): void => {
  const idle = (values.triggers ?? []).some(({ values: { triggerType = 'manual' } }) => triggerType !== 'manual');
  const parts = [...(idle ? ['triggers'] : []), ...(values.notifications ? ['notifications'] : [])] as const;
  for (const part of parts as ('triggers' | 'notifications')[])
    report.add(at(part), part, {
      severity: 'warning',
      code: 'not-acted-on',
      message: `${part} are kept, and this version does not act on them`,
      suggestion: part === 'triggers' ? 'start the pipeline with yard run or the API' : 'follow executions by the API',
    });
};

/** The stages; a flat list of steps is one stage, whose order is its steps' needs where they name any. */
const stagesOf = (raw: RawPipeline, report: Report): PlacedStage[] => {
  const { stages, steps, parallel } = raw.values;
  if (stages && steps)
    report.add(raw.at('steps'), 'steps', {
      code: 'steps-and-stages',
      message: 'a pipeline has stages or steps, not both',
      suggestion: 'move the steps into a stage',
    });
  if (stages && stages.length > 0) return stages.map((stage, index) => ({ stage, path: `stages[${index}].` }));
  if (steps && steps.length > 0) {
    return [flatStage(raw, steps, parallel)];
  }
  const key = stages ? 'stages' : 'steps';
  if (!report.concerns('stages') && !report.concerns('steps')) report.add(raw.at(key), key, noSteps);
  return [];
};

const flatStage = (raw: RawPipeline, steps: RawStep[], parallel: boolean | undefined): PlacedStage => {
  const values = { name: 'steps', steps, parallel: parallel ?? steps.some(step => step.values.needs !== undefined) };
  return { stage: { values, offset: raw.at('steps'), at: () => raw.at('steps') }, path: '' };
};

const noSteps = {
  code: 'no-steps',
  message: 'the pipeline has no stages and no steps',
  suggestion: 'add stages: with at least one stage, or steps: with at least one step',
};

const stageOf = ({ values, at }: RawStage, index: number, path: string, report: Report): StageModel => {
  const place = path === '' ? 'steps' : `stages[${index}]`;
  const name = checkName(values.name, { offset: at('name'), path: `${place}.name`, what: 'a stage' }, report);
  const steps = values.steps ?? [];
  if (steps.length === 0 && !report.concerns(`${place}.steps`))
    report.add(at('steps'), `${place}.steps`, {
      code: 'no-steps',
      message: `stage ${name} has no steps`,
      suggestion: 'add steps: with at least one step',
    });
  if (values.condition !== undefined) report.add(at('condition'), `${place}.condition`, noConditions);
  return {
    id: name,
    name,
    ...(values.condition === undefined ? {} : { condition: values.condition }),
    parallel: values.parallel ?? false,
    environment: values.environment ?? {},
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    steps: steps.map((step: RawStep, number) => stepOf(step, `${path}steps[${number}]`, report)),
  };
};

const limitSteps = (stages: StageModel[], raw: RawPipeline, report: Report): void => {
  const count = stages.reduce((sum, stage) => sum + stage.steps.length, 0);
  if (count <= maxSteps) return;
  const message = `the pipeline has ${count} steps, and ${maxSteps} is the most`;
  report.add(raw.offset, 'stages', { code: 'too-many-steps', message, suggestion: 'split it into several pipelines' });
};

interface Named {
  name: string;
  offset: number;
  path: string;
}

export const uniqueNames = (all: Named[], what: string, report: Report): void => {
  const seen = new Set<string>();
  for (const { name, offset, path } of all) {
    if (name && seen.has(name))
      report.add(offset, path, {
        code: 'duplicate-name',
        message: `two ${what}s are called ${JSON.stringify(name)}`,
        suggestion: `give each ${what} its own name`,
      });
    seen.add(name);
  }
};

/** Slugs, unique in the pipeline; a step whose slug is taken gets its stage's in front, and then a number. */
const assignIds = (stages: StageModel[]): void => {
  const taken = new Set<string>();
  const free = (...candidates: string[]): string => {
    for (let n = 1; ; n += 1) {
      const found = candidates.map(one => (n === 1 ? one : `${one.slice(0, 58)}-${n}`)).find(one => !taken.has(one));
      if (found) return found;
    }
  };
  const stageIds = new Set<string>();
  for (const stage of stages) {
    const slug = slugOf(stage.name, 'stage');
    let id = slug;
    for (let n = 2; stageIds.has(id); n += 1) id = `${slug.slice(0, 58)}-${n}`;
    stageIds.add(id);
    stage.id = id;
    for (const step of stage.steps) {
      const own = slugOf(step.name, 'step');
      step.id = free(own, slugOf(`${id}-${own}`, own, 58)) as StepId;
      taken.add(step.id);
    }
  }
};
