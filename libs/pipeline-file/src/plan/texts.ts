import type { ConditionFacts } from '../condition.js';
import { type Filled, fillAtPlan, fillText } from '../interpolation/index.js';
import { keysOf } from '../interpolation/places.js';
import { longestName } from '../limits.js';
import type { Draft } from './draft.js';
import { filledMaterial, type Material, materialOf } from './material.js';
import { plannedSource, sourceModelOf, writtenSource } from './source.js';
import { knownOf } from './known-conditions.js';
import type { PlanFacts } from './planned.js';
import { builtIn, inputVariables, matrixVariables } from './variables.js';

/** What expressions may ask for, whatever the step. */
export type Words = Omit<ConditionFacts, 'env' | 'steps'>;

const layersOf = ({ model, stage, step }: Draft) => [model.environment, stage.environment, step.environment];

interface Texts {
  environment: Record<string, string>;
  config: Record<string, unknown>;
  templates: Record<string, string>;
  environmentName: string | undefined;
  material: Material;
  known: boolean | undefined;
  mistake?: undefined;
}

export const asWritten = (draft: Draft): Texts => ({
  environment: Object.assign({}, ...layersOf(draft), matrixVariables(draft.cell ?? {})) as Record<string, string>,
  config: draft.step.config,
  templates: {},
  environmentName: draft.step.environmentName,
  material: { ...materialOf(draft.step), ...writtenSourceOf(draft) },
  known: undefined,
});

/** Filled in, but for those that wait for steps. */
export const textsOf = (draft: Draft, name: string, facts: PlanFacts, words: Words): Texts | { mistake: string } => {
  const { model, stage, step, cell = {} } = draft;
  const place = { pipeline: model.name, stage: stage.name, step: name };
  const given = {
    ...facts.environment,
    ...inputVariables(facts.inputs),
    ...matrixVariables(cell),
    ...builtIn(place, facts.trigger),
    ...facts.variables,
  };
  const filled = fillAtPlan({ layers: layersOf(draft), given, config: step.config }, words);
  if (filled.mistake !== undefined) return { mistake: `step ${name}: ${filled.mistake}` };
  const known = { ...words, env: filled.environment };
  const target = step.environmentName === undefined ? undefined : targetOf(step.environmentName, known);
  if (target?.mistake !== undefined) return { mistake: `environment-name of step ${name}: ${target.mistake}` };
  const around = filledMaterial(materialOf(step), known);
  if (around.mistake !== undefined) return { mistake: `step ${name}: ${around.mistake}` };
  const source = sourceIn(draft, facts, known);
  if (source.mistake !== undefined) return { mistake: `step ${name}: ${source.mistake}` };
  const late = lateVariables(filled.templates);
  return {
    ...filled,
    environmentName: target?.text,
    material: { ...around.material, ...source.found },
    known: knownOf(step.conditions, { facts: known, late }),
  };
};

const writtenSourceOf = (draft: Draft): Pick<Material, 'source'> => {
  const model = sourceModelOf(draft);
  return model ? { source: writtenSource(model) } : {};
};

const sourceIn = (
  draft: Draft,
  { trigger, origin = {} }: PlanFacts,
  known: Omit<ConditionFacts, 'steps'>,
): { found: Pick<Material, 'source'>; mistake?: undefined } | { mistake: string } => {
  const model = sourceModelOf(draft);
  if (!model) return { found: {} };
  const planned = plannedSource(model, { trigger, origin, fill: text => fillText(text, { ...known, steps: {} }) });
  return planned.mistake === undefined ? { found: { source: planned.source } } : planned;
};

const targetOf = (text: string, facts: Omit<ConditionFacts, 'steps'>): Filled => {
  const filled = fillText(text, { ...facts, steps: {} });
  if (filled.mistake !== undefined) return filled;
  const target = filled.text.trim();
  if (target === '') return { mistake: `${text} gives nothing` };
  return target.length > longestName
    ? { mistake: `it has ${target.length} characters, and ${longestName} is the most` }
    : { text: target };
};

const lateVariables = (templates: Record<string, string>): Set<string> =>
  new Set(
    Object.keys(templates)
      .map(keysOf)
      .flatMap(([part, name = '']) => (part === 'environment' ? [name] : [])),
  );
