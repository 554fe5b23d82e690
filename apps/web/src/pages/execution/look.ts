import type { ExecutionView, StepId, StepView } from '@switchyard/contracts';
import type { PlaceHere } from '../../shell/use-place.js';
import type { Seen } from './address.js';
import type { Run } from './run.js';
import type { Reasons } from './view-model.js';

/** What every part of the page is given. */
export interface Look {
  run: Run;
  /** The execution now, or as it was. */
  view: ExecutionView;
  /** ISO 8601: the moment that is looked at; absent: now. */
  asOf: string | undefined;
  /** Of what is looked at; empty in the past, where nobody asked. */
  reasons: Reasons;
  seen: Seen;
  place: PlaceHere;
  /** The step that is looked at. */
  step: StepView | undefined;
}

/** The address of another step: of its last attempt, from the top. */
export const hrefOfStep =
  ({ place }: Pick<Look, 'place'>) =>
  (step: StepId): string =>
    place.here({ tab: undefined, step, attempt: undefined, line: undefined });
