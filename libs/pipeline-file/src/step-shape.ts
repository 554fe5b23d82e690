import { whens } from '@switchyard/contracts/words';
import { approval } from './approval.js';
import { condition } from './expression.js';
import { retry, retryCount } from './retry.js';
import {
  anything,
  environment,
  field,
  flag,
  type Found,
  listOf,
  oneOf,
  oneOrMore,
  type Read,
  record,
  seconds,
  text,
  whole,
} from './shape.js';

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
    needs: field(oneOrMore(text)),
    condition: field(condition, 'if'),
    when: field(oneOf(whens)),
    approval: field(approval),
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

export type RawStep = Found<typeof step>;
