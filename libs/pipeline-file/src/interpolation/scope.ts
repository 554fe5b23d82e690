import type { MatrixModel, PipelineModel, StepModel } from '../model.js';

/** Where an expression stands: in a step, in a stage (its steps' turn has not come), or outside both. */
export interface Standing {
  stage?: number;
  step?: StepModel;
}

/** What expressions of one pipeline may ask for, by where they stand. */
export class Scope {
  readonly inputs: string[];

  private readonly steps = new Map<string, { step: StepModel; stage: number; index: number; parallel: boolean }>();

  constructor({ inputs, stages }: PipelineModel) {
    this.inputs = inputs.map(({ name }) => name);
    for (const [stage, { steps, parallel }] of stages.entries())
      for (const [index, step] of steps.entries()) this.steps.set(step.id, { step, stage, index, parallel });
  }

  get stepIds(): string[] {
    return [...this.steps.keys()];
  }

  /** A step by its id, or by the id of a cell of its matrix. */
  step(id: string): StepModel | undefined {
    return this.steps.get(id)?.step ?? this.matrixOf(id);
  }

  /** The id of the step that is called this, for those who write names. */
  idOf(name: string): string | undefined {
    for (const { step } of this.steps.values()) if (step.name === name) return step.id;
    return undefined;
  }

  /** Whether a step has surely ended when the turn of what stands there comes. */
  isBefore(id: string, { stage = -1, step }: Standing): boolean {
    const asked = this.steps.get(id);
    if (!asked || asked.stage < stage) return asked !== undefined;
    const asking = step && this.steps.get(step.id);
    if (!asking || asked.stage > stage) return false;
    return (!asking.parallel && asked.index < asking.index) || this.isNeeded(id, asking.step);
  }

  private isNeeded(id: string, by: StepModel): boolean {
    const seen = new Set<string>(by.needs);
    for (const one of seen) for (const next of this.steps.get(one)?.step.needs ?? []) seen.add(next);
    return seen.has(id) && id !== by.id;
  }

  private matrixOf(cell: string): StepModel | undefined {
    for (let end = cell.lastIndexOf('-'); end > 0; end = cell.lastIndexOf('-', end - 1)) {
      const found = this.steps.get(cell.slice(0, end));
      if (found?.step.matrix) return found.step;
    }
    return undefined;
  }
}

export const axesOf = ({ axes, include }: MatrixModel): string[] => [
  ...new Set([...Object.keys(axes), ...include.flatMap(one => Object.keys(one))]),
];
