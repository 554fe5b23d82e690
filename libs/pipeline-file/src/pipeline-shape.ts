import { whens } from '@switchyard/contracts/words';
import { concurrency } from './concurrency.js';
import { condition } from './expression.js';
import { notifications } from './notifications.js';
import { retry, retryCount } from './retry.js';
import { environment, field, flag, type Found, name, oneOf, record, seconds, someOf, text } from './shape.js';
import { source } from './repository.js';
import { step } from './step-shape.js';
import { extending, including } from './templates/uses.js';
import { triggers } from './triggers/long.js';
import { on } from './triggers/on.js';

const env = field(environment, { doc: 'Variables of all its steps.', example: '{ NODE_ENV: test }' }, 'env');
const timeout = field(seconds(1), {
  doc: 'All of it is ended when it takes longer.',
  absent: 'no limit',
  example: '30m',
});
const repeats = {
  retry: field(retry, { doc: 'For steps that say nothing else.', absent: 'none', example: '{ limit: 2 }' }),
  retryCount: field(retryCount, { doc: 'Repeats after any failure.', example: '2', long: true }),
};

export const stage = record(
  {
    id: 'stage',
    what: 'a stage',
    doc: 'Steps that belong together. Stages run one after the other.',
    rules: { anyOf: [{ required: ['name', 'steps'] }, { required: ['extends'] }] },
  },
  {
    name: field(name, { doc: 'Unique in the pipeline.', example: 'build' }),
    ...extending,
    condition: field(condition, { doc: 'Its steps run only where this holds.', example: "branch == 'main'" }, 'if'),
    when: field(oneOf(whens), {
      doc: 'For its steps that say nothing: after which results of what comes before them.',
      default: 'success',
      example: 'failure',
    }),
    parallel: field(flag, { doc: 'Whether its steps run side by side.', default: false, example: 'true' }),
    environment: env,
    timeout,
    ...repeats,
    steps: field(someOf(step), { doc: 'What it does.', example: '[{ name: unit, run: npm test }]' }),
  },
);

const hasSome = (key: 'steps' | 'stages') => ({
  required: [key],
  properties: { [key]: { type: 'array', minItems: 1 } },
});

export const pipeline = record(
  {
    id: 'pipeline',
    what: 'a pipeline',
    doc: 'The whole file.',
    rules: {
      anyOf: [{ required: ['name'], oneOf: [hasSome('steps'), hasSome('stages')] }, { required: ['extends'] }],
    },
  },
  {
    name: field(name, { doc: 'Unique in the project.', example: 'web' }),
    description: field(text, { doc: 'What it is for.', example: 'Builds and ships the site' }),
    ...including,
    ...extending,
    on: field(on, { doc: 'What starts it.', absent: 'people and the API', example: '[push, pull_request]' }),
    triggers: field(triggers, {
      doc: 'What starts it, in the long form.',
      example: '[{ trigger_type: git_push, config: { branch_patterns: [main] } }]',
      long: true,
    }),
    environment: env,
    timeout,
    ...repeats,
    concurrency: field(concurrency, {
      doc: 'How many of its executions may run at once.',
      absent: 'any number',
      example: '{ group: deploys, on-full: cancel-oldest }',
    }),
    source: field(source, {
      doc: 'The repository whose files its steps work on. `true` is the one that the trigger names.',
      absent: 'none',
      example: 'true',
    }),
    stages: field(someOf(stage), { doc: 'One after the other.', example: '[{ name: build, steps: [{ run: make }] }]' }),
    steps: field(someOf(step), { doc: 'One stage, in place of `stages:`.', example: '[{ run: make }]' }),
    parallel: field(flag, {
      doc: 'Whether `steps:` run side by side.',
      absent: 'when one of them has `needs:`',
      example: 'true',
    }),
    always: field(someOf(step), { doc: 'Steps at the end, whatever happened.', example: '[{ run: make clean }]' }),
    notifications: field(notifications, {
      doc: 'Whom to tell.',
      example: "{ on-failure: { slack: { channel: '#builds' } } }",
    }),
  },
);

export type RawPipeline = Found<typeof pipeline>;
export type RawStage = Found<typeof stage>;
