import type { TriggerFacts } from '@switchyard/contracts';
import type { TriggerWords } from './planned.js';

/** What expressions may ask of a trigger; what it does not say is empty. */
export const triggerWords = ({ type, branch, commit, tag, repository, actor }: TriggerFacts): TriggerWords => ({
  trigger: type,
  actor,
  branch: branch ?? '',
  commit: commit ?? '',
  tag: tag ?? '',
  repository: repository ?? '',
});
