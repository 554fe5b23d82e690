import type { StepId } from '@switchyard/contracts';
import type { PipelineModel, StageModel, StepModel } from '../model.js';
import type { Cell } from './matrix.js';

/** One step as it was written, or one cell of its matrix. */
export interface Draft {
  id: StepId;
  model: PipelineModel;
  stage: StageModel;
  step: StepModel;
  needs: StepId[];
  cell?: Cell;
}
