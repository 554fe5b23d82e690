import type { StepPlan } from '@switchyard/contracts';
import { fillAtClaim, type FilledAtClaim } from '@switchyard/pipeline-file/interpolation';
import type { Execution } from './execution.js';
import { factsOf } from './facts.js';

/** A grant is one message of the bus, which takes a megabyte; texts may say the same output many times over. */
const maxFilledBytes = 524_288;

/** What a step runs with: the texts of its plan that ask for earlier steps are filled now, and never again. */
export const grantedTexts = (execution: Execution, plan: StepPlan): FilledAtClaim | { mistake: string } => {
  const { environment, config, templates } = plan;
  if (!templates) return { environment, config };
  const filled = fillAtClaim(plan, factsOf(execution, plan));
  if (filled.mistake !== undefined) return filled;
  const bytes = Buffer.byteLength(JSON.stringify(filled));
  if (bytes <= maxFilledBytes) return filled;
  return {
    mistake: `with what earlier steps gave, environment and config have ${bytes} bytes, and ${maxFilledBytes} is the most`,
  };
};
