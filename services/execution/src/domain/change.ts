import type { ExecutionView } from '@switchyard/contracts';
import { evolve } from '@switchyard/contracts/evolve';
import { advance } from './advance.js';
import { type Decision, settled } from './commands.js';
import type { Change, Execution } from './execution.js';
import type { Moment } from './moment.js';

/** Applies the changes, and all that follows from them. */
export const change = (before: Execution, first: Change[], { now }: Moment): Decision => {
  const view = first.reduce<ExecutionView>(evolve, before.view);
  const after = { ...before, view };
  const more = advance(after, now);
  if (first.length === 0 && more.length === 0) return settled(before);
  return { ok: true, changes: [...first, ...more], next: { ...after, view: more.reduce<ExecutionView>(evolve, view) } };
};
