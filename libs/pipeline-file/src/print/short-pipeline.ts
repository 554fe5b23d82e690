import type { PipelineModel, StageModel } from '../model.js';
import { filled, type Plain, present } from './plain.js';
import { notificationKeys } from './short-notifications.js';
import { concurrencyKeys, retryKeys } from './short-policies.js';
import { type Around, sourceKeys, stepKeys } from './short-step.js';
import { triggerKeys } from './short-triggers.js';
import { timeOf } from './time.js';

/** A pipeline in the short form: only what differs from what holds anyway, keys in their usual order. */
export const shortPipeline = (model: PipelineModel): Plain => {
  const { name, description, environment, timeoutSeconds, retry, concurrency, source, stages, notifications } = model;
  const names = new Map(stages.flatMap(({ steps }) => steps.map(step => [step.id, step.name] as const)));
  const last = stages.at(-1);
  const always = last && stages.length > 1 && isAlways(last) ? last : undefined;
  return present({
    name,
    description,
    ...triggerKeys(model),
    env: filled(environment),
    timeout: timeoutSeconds === undefined ? undefined : timeOf(timeoutSeconds),
    retry: retryKeys(retry),
    concurrency: concurrencyKeys(concurrency, name),
    source: sourceKeys(source),
    ...stagesKeys(always ? stages.slice(0, -1) : stages, names),
    always: always?.steps.map(step => stepKeys(step, { names, when: 'always', condition: undefined })),
    notifications: notificationKeys(notifications),
  });
};

type Names = Around['names'];

const isPlain = ({ environment, timeoutSeconds, retry }: StageModel): boolean =>
  Object.keys(environment).length === 0 && timeoutSeconds === undefined && retry === undefined;

const isAlways = (stage: StageModel): boolean =>
  stage.name === 'always' &&
  !stage.parallel &&
  isPlain(stage) &&
  stage.steps.every(({ when, conditions }) => when === 'always' && conditions.length < 2);

/** A list of steps, where there is one stage that nobody named. */
const stagesKeys = (stages: StageModel[], names: Names): Plain => {
  const [only, ...others] = stages;
  if (!only || others.length > 0 || only.name !== 'steps' || !isPlain(only) || sharedCondition(only) !== undefined)
    return { stages: stages.map(stage => stageKeys(stage, names)) };
  const usual = only.steps.some(({ needs }) => needs.length > 0);
  return {
    parallel: only.parallel === usual ? undefined : only.parallel,
    steps: only.steps.map(step => stepKeys(step, { names, when: 'success', condition: undefined })),
  };
};

const stageKeys = (stage: StageModel, names: Names): Plain => {
  const condition = sharedCondition(stage);
  return present({
    name: stage.name,
    if: condition,
    parallel: stage.parallel || undefined,
    env: filled(stage.environment),
    timeout: stage.timeoutSeconds === undefined ? undefined : timeOf(stage.timeoutSeconds),
    retry: retryKeys(stage.retry),
    steps: stage.steps.map(step => stepKeys(step, { names, when: 'success', condition })),
  });
};

/** A step that has two conditions has the first one from its stage, as all its steps do. */
const sharedCondition = ({ steps }: StageModel): string | undefined => {
  const first = steps.find(({ conditions }) => conditions.length > 1)?.conditions[0];
  return steps.every(({ conditions }) => conditions[0] === first) ? first : undefined;
};
