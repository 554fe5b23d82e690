import { bytesOfOutputs, type ExecutionView, maxOutputBytesOfExecution, type StepId } from '@switchyard/contracts';
import { type Execution, stepPlanOf } from './execution.js';

/** What is kept of the outputs an attempt gave. */
export interface Kept {
  outputs?: Record<string, string>;
  warning?: string;
  /** Why none is kept, which fails a step that succeeded otherwise. */
  mistake?: string;
}

/** Names that a warning spells out. */
const mostNamed = 10;

/** Only outputs that the step declares are kept; the others are named. */
export const keptOutputs = ({ view, plan }: Execution, id: StepId, given: Record<string, string> = {}): Kept => {
  const declared = new Set(stepPlanOf(plan, id)?.outputs);
  const outputs = Object.fromEntries(Object.entries(given).filter(([name]) => declared.has(name)));
  const others = Object.keys(given).filter(name => !declared.has(name));
  const mistake = tooLarge(view, outputs);
  return {
    ...(mistake === undefined ? {} : { mistake }),
    ...(mistake === undefined && Object.keys(outputs).length > 0 ? { outputs } : {}),
    ...(others.length > 0 ? { warning: `it gave ${named(others)}, which its outputs do not name` } : {}),
  };
};

const tooLarge = ({ steps }: ExecutionView, outputs: Record<string, string>): string | undefined => {
  const own = bytesOfOutputs(outputs);
  const bytes = own + steps.reduce((sum, step) => sum + bytesOfOutputs(step.outputs ?? {}), 0);
  if (own === 0 || bytes <= maxOutputBytesOfExecution) return undefined;
  return `with its outputs the execution would have ${bytes} bytes of them, and ${maxOutputBytesOfExecution} is the most`;
};

const named = (names: string[]): string => {
  const first = names.slice(0, mostNamed).join(', ');
  return names.length > mostNamed ? `${first} and ${names.length - mostNamed} more` : first;
};
