import type { AttemptView, ExecutionView, StepView } from '@switchyard/contracts';
import { isSurrounded, marks, outputOf } from '../pipelines.js';

/** No attempt has begun twice, and none has ended well without having begun. */
export const begunAtMostOnce = (view: ExecutionView, begun: readonly string[]): string[] =>
  each(view, (step, attempt) => {
    if (!marks(step.name)) return [];
    const times = begun.filter(id => id === attempt.id).length;
    if (times > 1) return [`${attempt.id} ran ${times} times`];
    return times === 0 && attempt.exitCode !== undefined ? [`${attempt.id} ended, and never ran`] : [];
  });

/** Whoever has a line in the ledger is an attempt that the platform knows. */
export const begunByOrder = (views: readonly ExecutionView[], begun: readonly string[]): string[] => {
  const known = new Set(views.flatMap(view => view.steps.flatMap(step => step.attempts.map(one => one.id as string))));
  return [...new Set(begun)].filter(id => !known.has(id)).map(id => `${id} ran, and nobody knows it`);
};

/** Output is what was printed: all of it where the step came to its own end, its beginning where it was stopped. */
export const outputAsPrinted = (view: ExecutionView, read: (attempt: AttemptView) => string, from: string): string[] =>
  each(view, (step, attempt) => {
    // Ended before anybody took it on.
    if (attempt.startedAt === undefined) return [];
    const printed = outputOf(step.name, attempt.id);
    const kept = ownOf(step.name, attempt.id, read(attempt));
    const whole = attempt.exitCode !== undefined || (attempt.status === 'done' && attempt.failure === undefined);
    const right = whole ? kept === printed : printed.startsWith(kept);
    if (right) return [];
    return [
      `${attempt.id} (${attempt.status}): ${kept.length} of ${printed.length} characters in ${from}, not as printed`,
    ];
  });

/** Without what is said around the step, which a crash may have said twice. */
const ownOf = (step: string, attempt: string, output: string): string =>
  isSurrounded(step) ? output.replace(/^.*\n?/gm, line => (line.startsWith(`${attempt} `) ? line : '')) : output;

const each = (view: ExecutionView, check: (step: StepView, attempt: AttemptView) => string[]): string[] =>
  view.steps.flatMap(step => step.attempts.flatMap(attempt => check(step, attempt)));
