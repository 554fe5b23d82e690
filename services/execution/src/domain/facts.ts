import type { StepPlan, StepStatus, StepView } from '@switchyard/contracts';
import type { ClaimFacts } from '@switchyard/pipeline-file/interpolation';
import type { Execution } from './execution.js';

/** What the expressions of a step may ask for, but for its environment. */
export const factsOf = ({ view }: Execution, { cell }: StepPlan): ClaimFacts => ({
  branch: view.trigger.branch ?? '',
  commit: view.trigger.commit ?? '',
  tag: view.trigger.tag ?? '',
  repository: view.trigger.repository ?? '',
  trigger: view.trigger.type,
  actor: view.trigger.actor,
  pipeline: view.pipelineName,
  inputs: view.inputs ?? {},
  matrix: cell?.values ?? {},
  steps: { ...matrices(view.steps), ...Object.fromEntries(view.steps.map(step => [step.id, factsOfStep(step)])) },
});

type StepFacts = ClaimFacts['steps'][string];

const factsOfStep = ({ status, exitCode = -1, outputs = {} }: StepView): StepFacts => ({ status, exitCode, outputs });

/** A matrix is known by the name its step was written with: as its worst cell, with the outputs of all; later cells win. */
const matrices = (steps: StepView[]): Record<string, StepFacts> => {
  const names = new Set(steps.map(step => step.cell?.matrix).filter(name => name !== undefined));
  const cellsOf = (name: string) => steps.filter(step => step.cell?.matrix === name);
  return Object.fromEntries([...names].map(name => [name, factsOfCells(cellsOf(name))]));
};

const factsOfCells = (cells: StepView[]): StepFacts => {
  const worst = worstFirst.map(status => cells.find(cell => cell.status === status)).find(cell => cell !== undefined);
  const outputs = cells.map(cell => cell.outputs).filter(given => given !== undefined);
  const { status = 'waiting', exitCode = -1 } = worst ?? {};
  return { status, exitCode, outputs: Object.fromEntries(outputs.flatMap(Object.entries)) };
};

const worstFirst: readonly StepStatus[] = [
  'failed',
  'timeout',
  'cancelled',
  'running',
  'queued',
  'waiting-approval',
  'waiting',
  'success',
  'skipped',
];
