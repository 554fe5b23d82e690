import type { CellPlan, StepId } from '@switchyard/contracts';
import { askedIn, type Filled, fillText } from '../interpolation/fill-text.js';
import { longestName } from '../limits.js';
import type { MatrixModel } from '../model.js';
import type { Draft } from './draft.js';
import type { Cell } from './matrix.js';
import type { Material } from './material.js';
import type { PlanFacts, PlannedStep } from './planned.js';
import { sourceModelOf } from './source.js';
import { asWritten, textsOf, type Words } from './texts.js';

export type PlannedOrNot = { step: PlannedStep; mistake?: undefined } | { mistake: string };

/** Without facts its texts stay as they were written, but for what its own cell says. */
export const planStep = (draft: Draft, facts: PlanFacts | undefined): PlannedOrNot => {
  const words = wordsFor(draft, facts);
  const name = facts || isAboutCell(draft.step.name) ? nameOf(draft, words) : { text: draft.step.name };
  if (name.mistake !== undefined) return name;
  const filled = facts ? textsOf(draft, name.text, facts, words) : asWritten(draft);
  if (filled.mistake !== undefined) return filled;
  const { templates, environmentName, known, environment, config, material } = filled;
  return {
    step: {
      id: draft.id,
      name: name.text,
      ...placeOf(draft),
      ...rulesOf(draft),
      environment,
      config,
      ...(Object.keys(templates).length > 0 ? { templates } : {}),
      ...namesOf(draft, material),
      ...(environmentName === undefined ? {} : { environmentName }),
      ...material,
      ...(known === undefined ? {} : { known }),
    },
  };
};

/** What it may give and what it may read, by name. */
const namesOf = (draft: Draft, { source }: Material) => {
  const { outputs } = draft.step;
  const { credentials } = sourceModelOf(draft) ?? {};
  const ofSource =
    source?.credentials === undefined || credentials === undefined ? {} : { [source.credentials]: credentials };
  const secrets = { ...draft.step.secrets, ...ofSource };
  return {
    ...(outputs.length > 0 ? { outputs } : {}),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
  };
};

/** Where it runs, and after what. */
const placeOf = ({ step, needs, cell }: Draft) => ({
  connector: step.connector,
  pool: step.pool,
  ...(step.fallbacks.length > 0 ? { fallbacks: step.fallbacks } : {}),
  ...(step.matrix && cell ? { cell: cellOf(step.id, step.matrix, cell) } : {}),
  needs,
});

/** When it runs, how long and how often. */
const rulesOf = ({ model, stage, step }: Draft) => {
  const retry = step.retry ?? stage.retry ?? model.retry;
  return {
    continueOnError: step.continueOnError,
    ...(step.when === 'success' ? {} : { when: step.when }),
    conditions: step.conditions,
    ...(step.approval ? { approval: step.approval } : {}),
    ...(step.timeoutSeconds === undefined ? {} : { timeoutSeconds: step.timeoutSeconds }),
    ...(retry === undefined ? {} : { retry }),
  };
};

const unknown = { branch: '', commit: '', tag: '', repository: '', trigger: '', actor: '' };

const wordsFor = ({ model, cell = {} }: Draft, facts: PlanFacts | undefined): Words => ({
  ...(facts?.trigger ?? unknown),
  pipeline: model.name,
  inputs: facts?.inputs ?? {},
  matrix: cell,
});

/** Cells are told apart by their values, where the name does not ask for them itself. */
const nameOf = ({ step, cell }: Draft, words: Words): Filled => {
  if (!cell) return { text: step.name };
  if (!step.name.includes('${{')) return { text: shortened(`${step.name} (${Object.values(cell).join(', ')})`) };
  const filled = fillText(step.name, { ...words, env: {}, steps: {} });
  if (filled.mistake !== undefined) return { mistake: `the name of step ${step.name}: ${filled.mistake}` };
  return { text: shortened(filled.text.trim()) || step.id };
};

/** Whether a name asks for nothing else, so that it is known whoever triggers. */
const isAboutCell = (name: string): boolean => askedIn(name).every(({ root }) => root === 'matrix');

const shortened = (name: string): string => {
  if (name.length <= longestName) return name;
  const start = name.slice(0, longestName - 1);
  // No half of a character that takes two.
  return `${start.isWellFormed() ? start : start.slice(0, -1)}…`;
};

const cellOf = (matrix: StepId, { maxParallel, failFast }: MatrixModel, values: Cell): CellPlan => ({
  matrix,
  values,
  ...(maxParallel === undefined ? {} : { maxParallel }),
  failFast,
});
