import { triggerTypes, whens } from '@switchyard/contracts/words';
import { concurrency } from './concurrency.js';
import { condition } from './expression.js';
import { retry, retryCount } from './retry.js';
import { anything, environment, field, flag, type Found, listOf, oneOf, record, seconds, text } from './shape.js';
import { step } from './step-shape.js';

const shared = {
  name: field(text),
  environment: field(environment, 'env'),
  timeout: field(seconds(1)),
  retry: field(retry),
  retryCount: field(retryCount, 'retry_count'),
};

export const stage = record(
  {
    ...shared,
    condition: field(condition, 'if'),
    when: field(oneOf(whens)),
    parallel: field(flag),
    steps: field(listOf(step)),
  },
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
    concurrency: field(concurrency),
    triggers: field(listOf(trigger)),
    stages: field(listOf(stage)),
    parallel: field(flag),
    steps: field(listOf(step)),
    always: field(listOf(step)),
    notifications: field(notifications),
  },
  'a pipeline',
);

export type RawPipeline = Found<typeof pipeline>;
export type RawStage = Found<typeof stage>;
