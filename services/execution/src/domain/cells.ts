import { isFinal, type StepView } from '@switchyard/contracts';
import { endedWell, type Execution, stepPlanOf } from './execution.js';

/** What the cells of one matrix are about. */
export interface Matrix {
  /** Queued or running. */
  busy: StepView[];
  /** The first that ended badly by itself. */
  culprit?: StepView;
}

interface OfCell {
  cell?: { matrix: string };
}

/** Cells of one matrix run side by side, also where the steps around them run one after the other. */
export const areSideBySide = (one: OfCell | undefined, other: OfCell): boolean =>
  one?.cell !== undefined && one.cell.matrix === other.cell?.matrix;

export const matricesOf = (steps: readonly StepView[]): ReadonlyMap<string, Matrix> => {
  const matrices = new Map<string, Matrix>();
  for (const step of steps) {
    if (!step.cell) continue;
    const matrix = matrices.get(step.cell.matrix) ?? { busy: [] };
    matrices.set(step.cell.matrix, matrix);
    if (step.status === 'queued' || step.status === 'running') matrix.busy.push(step);
    else if (!matrix.culprit && endedBadlyItself(step)) matrix.culprit = step;
  }
  return matrices;
};

/** Not one that another step took along. */
const endedBadlyItself = (step: StepView): boolean =>
  isFinal(step.status) && !endedWell(step) && step.status !== 'skipped' && step.cause?.kind !== 'step';

/** The cells whose places a cell waits for; undefined when it need not wait for any. */
export const placesTaken = (
  execution: Execution,
  step: StepView,
  matrix: Matrix | undefined,
): { places: number; by: StepView[] } | undefined => {
  const places = stepPlanOf(execution.plan, step.id)?.cell?.maxParallel;
  return matrix && places !== undefined && matrix.busy.length >= places ? { places, by: matrix.busy } : undefined;
};

/** The cell that takes this one along by its bad end. */
export const culpritOf = (execution: Execution, step: StepView, matrix: Matrix | undefined): StepView | undefined =>
  matrix?.culprit && stepPlanOf(execution.plan, step.id)?.cell?.failFast ? matrix.culprit : undefined;

/** What a cell is told that is taken along. */
export const takenAlong = ({ id, name, status }: StepView) => ({
  reason: `step ${name} ended with ${status}, and its matrix fails fast`,
  cause: { kind: 'step' as const, ref: id },
});
