import { isFinal } from '@switchyard/contracts/statuses';
import type { StepStatus, StepView } from '@switchyard/contracts';

/** Steps by status, those first that people look for first. */
export const countsOf = (steps: readonly StepView[]): { status: StepStatus; count: number }[] => {
  const counts = new Map<StepStatus, number>();
  for (const { status } of steps) counts.set(status, (counts.get(status) ?? 0) + 1);
  return shownFirst.flatMap(status => {
    const count = counts.get(status) ?? 0;
    return count > 0 ? [{ status, count }] : [];
  });
};

const shownFirst: readonly StepStatus[] = [
  ...(['failed', 'timeout', 'waiting-approval', 'running', 'queued', 'waiting'] as const),
  ...(['cancelled', 'skipped', 'success'] as const),
];

/** What many steps have come to together. */
export const togetherOf = (steps: readonly StepView[]): StepStatus => {
  const [first] = countsOf(steps);
  if (!first) return 'waiting';
  const open = steps.some(({ status }) => !isFinal(status));
  const begun = steps.some(({ status }) => status === 'running' || isFinal(status));
  // Skipped ones beside others that ended well.
  if (!open && first.status === 'skipped' && steps.some(({ status }) => status === 'success')) return 'success';
  return open && begun && (first.status === 'queued' || first.status === 'waiting') ? 'running' : first.status;
};
