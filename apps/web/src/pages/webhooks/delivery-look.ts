import type { HookDeliveryView, HookOutcome, PipelineOutcome } from '@switchyard/contracts';
import type { AnyStatus } from '../../ui/status-look.js';

/** How an outcome is shown. */
export const lookOfOutcome: Record<HookOutcome, AnyStatus> = {
  waiting: 'waiting',
  started: 'success',
  skipped: 'skipped',
  refused: 'failed',
};

export const lookOfDecision = (decision: PipelineOutcome['decision']): AnyStatus => {
  if (decision === 'started' || decision === 'accepted') return 'success';
  return decision === 'refused' ? 'failed' : 'skipped';
};

/** `push to org/web, main` */
export const eventText = ({ event, repository, branch, tag }: HookDeliveryView): string => {
  const where = [repository, tag ?? branch].filter(Boolean).join(', ');
  return where === '' ? event : `${event} of ${where}`;
};

/** Why it came to that, in one line. */
export const reasonText = ({ reason, pipelines }: Pick<HookDeliveryView, 'reason' | 'pipelines'>): string => {
  if (reason !== undefined) return reason;
  const [first, ...others] = pipelines.filter(one => one.reason !== undefined);
  if (!first) return '';
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return `${first.pipelineName}: ${first.reason}${more}`;
};
