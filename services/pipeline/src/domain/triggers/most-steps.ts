import type { PipelineModel } from '@switchyard/pipeline-file';
import { maxSteps } from '@switchyard/contracts';

/** How many steps an execution of it can have at most, with every cell of every matrix. */
export const mostStepsOf = ({ stages }: PipelineModel): number => {
  const counts = stages.flatMap(({ steps }) =>
    steps.map(({ matrix }) => {
      if (!matrix) return 1;
      const combined = Object.values(matrix.axes).reduce((product, values) => product * values.length, 1);
      return combined + matrix.include.length;
    }),
  );
  return Math.min(
    maxSteps,
    counts.reduce((sum, count) => sum + count, 0),
  );
};
