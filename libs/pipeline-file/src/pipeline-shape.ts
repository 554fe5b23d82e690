import { retryCauses, triggerTypes } from '@switchyard/contracts/words';
import {
  anything,
  environment,
  type Field,
  flag,
  listOf,
  oneOf,
  type Read,
  record,
  type Record_,
  seconds,
  text,
  whole,
} from './shape.js';

const field = <Value>(read: Read<Value>, ...also: string[]): Field<Value> => ({ read, also });

/** Spellings of step types: the plain words and the older ones with underscores. */
const spellings = {
  shell: 'shell',
  docker: 'docker',
  kubernetes: 'kubernetes',
  aws: 'aws',
  a_w_s: 'aws',
  azure: 'azure',
  gcp: 'gcp',
  g_c_p: 'gcp',
  github: 'github',
  git_hub: 'github',
  gitlab: 'gitlab',
  git_lab: 'gitlab',
  custom: 'custom',
  null: 'null',
} as const;
export type StepKind = (typeof spellings)[keyof typeof spellings];

const everySpelling = Object.keys(spellings) as (keyof typeof spellings)[];
const readSpelling = oneOf(
  everySpelling,
  everySpelling.filter(word => !word.includes('_')),
);
export const stepKind: Read<StepKind> = (value, path, report) => {
  const found = readSpelling(value, path, report);
  return found && spellings[found];
};

const backoff = record(
  { initial: field(seconds(0)), factor: field(whole(1, 10)), max: field(seconds(0)) },
  'backoff (initial, factor, max)',
);
export const retry = record(
  { limit: field(whole(0, 100)), on: field(listOf(oneOf(retryCauses))), backoff: field(backoff) },
  'retry (limit, on, backoff)',
);
const retryCount = whole(0, 100);

/** What a step's connector reads, in the long form. One table for all: the connector checks what it needs. */
const config = record(
  {
    command: field(text),
    script: field(text),
    workingDirectory: field(text, 'working_directory', 'working-directory'),
    image: field(text),
    dockerfile: field(text),
    buildContext: field(text, 'build_context'),
    registry: field(text),
    tags: field(listOf(text)),
    namespace: field(text),
    manifest: field(text),
    helmChart: field(text, 'helm_chart'),
    values: field(anything),
    region: field(text),
    service: field(text),
    action: field(text),
    parameters: field(anything),
    repositoryUrl: field(text, 'repository_url'),
    branch: field(text),
    commit: field(text),
    credentials: field(anything),
    pluginName: field(text, 'plugin_name'),
    pluginConfig: field(anything, 'plugin_config'),
    environment: field(environment),
    disableDeploymentDetection: field(flag, 'disable_deployment_detection'),
  },
  'config',
);

/** How a step of the null connector behaves: it runs nothing, and is there to try pipelines and the platform. */
const nullBehaviour = record(
  {
    sleep: field(seconds(0)),
    exit: field(whole(0, 255)),
    print: field(text),
    lines: field(whole(0, 10_000_000)),
    hang: field(flag),
    ignoreSignals: field(flag, 'ignore-signals', 'ignore_signals'),
  },
  'null (sleep, exit, print, lines, hang, ignore-signals)',
);

export const step = record(
  {
    name: field(text),
    run: field(text),
    stepType: field(stepKind, 'step_type', 'connector'),
    pool: field(text),
    needs: field(needsList()),
    condition: field(text),
    continueOnError: field(flag, 'continue_on_error', 'continue-on-error'),
    timeout: field(seconds(1)),
    retry: field(retry),
    retryCount: field(retryCount, 'retry_count'),
    environment: field(environment, 'env'),
    workingDirectory: field(text, 'working_directory', 'working-directory'),
    config: field(config),
    null: field(nullBehaviour),
  },
  'a step',
);

const name = field(text);
const shared = {
  name,
  environment: field(environment, 'env'),
  timeout: field(seconds(1)),
  retry: field(retry),
  retryCount: field(retryCount, 'retry_count'),
};

export const stage = record(
  { ...shared, condition: field(text), parallel: field(flag), steps: field(listOf(step)) },
  'a stage',
);

const trigger = record(
  {
    triggerType: field(oneOf(triggerTypes), 'trigger_type'),
    config: field(
      record(
        {
          webhookUrl: field(text, 'webhook_url'),
          cronExpression: field(text, 'cron_expression'),
          branchPatterns: field(listOf(text), 'branch_patterns'),
          repository: field(text),
          events: field(listOf(text)),
        },
        'config of a trigger',
      ),
    ),
  },
  'a trigger',
);

const notification = record(
  {
    targetType: field(oneOf(['email', 'slack', 'webhook', 'github'] as const), 'target_type'),
    config: field(anything),
  },
  'a notification',
);
const notifications = record(
  {
    onStart: field(listOf(notification), 'on_start'),
    onSuccess: field(listOf(notification), 'on_success'),
    onFailure: field(listOf(notification), 'on_failure'),
  },
  'notifications',
);

export const pipeline = record(
  {
    ...shared,
    description: field(text),
    triggers: field(listOf(trigger)),
    stages: field(listOf(stage)),
    parallel: field(flag),
    steps: field(listOf(step)),
    notifications: field(notifications),
  },
  'a pipeline',
);

/** One name, or a list of them. */
function needsList(): Read<string[]> {
  return (value, path, report) =>
    value.kind === 'scalar' ? wrap(text(value, path, report)) : listOf(text)(value, path, report);
}
const wrap = (one: string | undefined) => (one === undefined ? undefined : [one]);

type Found<Shape> = Shape extends Read<infer Value> ? Value : never;
export type RawPipeline = Found<typeof pipeline>;
export type RawStage = Found<typeof stage>;
export type RawStep = Found<typeof step>;
export type RawRetry = Found<typeof retry>;

/** The plain values of a record that holds no further records. */
export const valuesOf = <Values extends object>(found: Record_<Values> | undefined): Partial<Values> =>
  found?.values ?? {};

/** A raw stage with its path in the file. */
export interface PlacedStage {
  stage: RawStage;
  path: string;
}
