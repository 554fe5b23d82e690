import { triggerTypes, whens } from '@switchyard/contracts/words';
import { concurrency } from './concurrency.js';
import { condition } from './expression.js';
import { retry, retryCount } from './retry.js';
import { anything, environment, field, flag, type Found, listOf, name, oneOf, record, seconds, text } from './shape.js';
import { step } from './step-shape.js';

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
    rules: { required: ['name', 'steps'] },
  },
  {
    name: field(name, { doc: 'Unique in the pipeline.', example: 'build' }),
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
    steps: field(listOf(step), { doc: 'What it does.', example: '[{ name: unit, run: npm test }]' }),
  },
);

const trigger = record(
  { id: 'trigger', what: 'a trigger', doc: 'What starts the pipeline, in the long form.' },
  {
    triggerType: field(oneOf(triggerTypes), { doc: 'Its kind.', long: true }),
    config: field(
      record(
        { id: 'trigger-config', what: 'config of a trigger', doc: 'What a trigger listens to, in the long form.' },
        {
          webhookUrl: field(text, { doc: 'The address.', long: true }),
          cronExpression: field(text, { doc: 'The times.', long: true }),
          branchPatterns: field(listOf(text), { doc: 'The branches.', long: true }),
          repository: field(text, { doc: 'The repository.', long: true }),
          events: field(listOf(text), { doc: 'The kinds of event.', long: true }),
        },
      ),
      { doc: 'What it listens to.', long: true },
    ),
  },
);

const notification = record(
  { id: 'notification', what: 'a notification', doc: 'Whom to tell.' },
  {
    targetType: field(oneOf(['email', 'slack', 'webhook', 'github'] as const), { doc: 'By what.', long: true }),
    config: field(anything, { doc: 'How.', long: true }),
  },
);
const notifications = record(
  { id: 'notifications', what: 'notifications', doc: 'Whom to tell of what.' },
  {
    onStart: field(listOf(notification), { doc: 'When it starts.' }),
    onSuccess: field(listOf(notification), { doc: 'When it ended well.' }),
    onFailure: field(listOf(notification), { doc: 'When it did not.' }),
  },
);

export const pipeline = record(
  {
    id: 'pipeline',
    what: 'a pipeline',
    doc: 'The whole file.',
    rules: {
      required: ['name'],
      oneOf: [
        { required: ['steps'], properties: { steps: { minItems: 1 } } },
        { required: ['stages'], properties: { stages: { minItems: 1 } } },
      ],
    },
  },
  {
    name: field(name, { doc: 'Unique in the project.', example: 'web' }),
    description: field(text, { doc: 'What it is for.', example: 'Builds and ships the site' }),
    triggers: field(listOf(trigger), { doc: 'What starts it, in the long form.', long: true }),
    environment: env,
    timeout,
    ...repeats,
    concurrency: field(concurrency, {
      doc: 'How many of its executions may run at once.',
      absent: 'any number',
      example: '{ group: deploys, on-full: cancel-oldest }',
    }),
    stages: field(listOf(stage), { doc: 'One after the other.', example: '[{ name: build, steps: [{ run: make }] }]' }),
    steps: field(listOf(step), { doc: 'One stage, in place of `stages:`.', example: '[{ run: make }]' }),
    parallel: field(flag, {
      doc: 'Whether `steps:` run side by side.',
      absent: 'when one of them has `needs:`',
      example: 'true',
    }),
    always: field(listOf(step), { doc: 'Steps at the end, whatever happened.', example: '[{ run: make clean }]' }),
    notifications: field(notifications, { doc: 'Whom to tell.' }),
  },
);

export type RawPipeline = Found<typeof pipeline>;
export type RawStage = Found<typeof stage>;
