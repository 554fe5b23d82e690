import type { WebhookEvent } from '@switchyard/contracts';
import type { PipelineModel, TriggerModel } from '@switchyard/pipeline-file';
import { isSameRepository } from './repository.js';

/**
 * Whether something that came to a whole project is any business of one of its pipelines: one of its triggers names the
 * repository. An event of no repository is the business of those that name events.
 */
export const concerns = ({ triggers }: Pick<PipelineModel, 'triggers'>, { repository }: WebhookEvent): boolean =>
  repository === undefined
    ? triggers.some(trigger => trigger.type === 'webhook' && trigger.events.length > 0)
    : triggers.some(trigger => isNamed(trigger, repository));

const isNamed = (trigger: TriggerModel, repository: string): boolean =>
  'repository' in trigger && trigger.repository !== undefined && isSameRepository(trigger.repository, repository);
