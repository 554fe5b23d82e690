import type { StepPlan } from '@switchyard/contracts';
import type { ConditionFacts } from '../condition.js';
import { fillText } from '../interpolation/index.js';
import type { StepModel } from '../model.js';

export type Material = Pick<StepPlan, 'services' | 'artifacts' | 'caches' | 'source' | 'workspace'>;

/** What lies around a step, as it was written. What it has none of is absent. */
export const materialOf = ({ services, artifacts, caches, workspace }: StepModel): Material => ({
  ...(services.length > 0 ? { services } : {}),
  ...(artifacts.length > 0 ? { artifacts } : {}),
  ...(caches.length > 0 ? { caches } : {}),
  ...(workspace === 'own' ? { workspace } : {}),
});

/** Filled in, but for commands and globs. */
export const filledMaterial = (
  material: Material,
  facts: Omit<ConditionFacts, 'steps'>,
): { material: Material; mistake?: undefined } | { mistake: string } => {
  const mistakes: string[] = [];
  const fill = (text: string): string => {
    const filled = fillText(text, { ...facts, steps: {} });
    if (filled.mistake === undefined) return filled.text;
    mistakes.push(filled.mistake);
    return text;
  };
  const { services, caches } = material;
  const filled: Material = {
    ...material,
    ...(services ? { services: services.map(one => filledService(one, fill)) } : {}),
    ...(caches
      ? { caches: caches.map(one => ({ ...one, key: fill(one.key), fallbacks: one.fallbacks.map(fill) })) }
      : {}),
  };
  const [mistake] = mistakes;
  return mistake === undefined ? { material: filled } : { mistake };
};

const filledService = (
  service: NonNullable<Material['services']>[number],
  fill: (text: string) => string,
): NonNullable<Material['services']>[number] => ({
  ...service,
  image: fill(service.image),
  environment: Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, fill(value)])),
});
