import type { StepPlan } from '@switchyard/contracts';
import type { ConditionFacts } from '../condition.js';
import { type Filled, fillKey, fillText } from '../interpolation/index.js';
import type { StepModel } from '../model.js';

export type Material = Pick<StepPlan, 'services' | 'ports' | 'artifacts' | 'caches' | 'memo' | 'source' | 'workspace'>;

/** What lies around a step, as it was written. What it has none of is absent. */
export const materialOf = ({ services, ports, artifacts, caches, memo, workspace }: StepModel): Material => ({
  ...(services.length > 0 ? { services } : {}),
  ...(ports.length > 0 ? { ports } : {}),
  ...(artifacts.length > 0 ? { artifacts } : {}),
  ...(caches.length > 0 ? { caches } : {}),
  ...(memo ? { memo } : {}),
  ...(workspace === 'own' ? { workspace } : {}),
});

/** Filled in, but for commands and globs. */
export const filledMaterial = (
  material: Material,
  facts: Omit<ConditionFacts, 'steps'>,
): { material: Material; mistake?: undefined } | { mistake: string } => {
  const mistakes: string[] = [];
  const known = { ...facts, steps: {} };
  const told = (filled: Filled): string => {
    if (filled.mistake === undefined) return filled.text;
    mistakes.push(filled.mistake);
    return '';
  };
  const fill = (text: string): string => told(fillText(text, known));
  const { services } = material;
  const filled: Material = {
    ...material,
    ...(services ? { services: services.map(one => filledService(one, fill)) } : {}),
    ...filledKeys(material, (text, mayBeEmpty) => {
      const key = told(fillKey(text, known));
      if (key.trim() === '' && !mayBeEmpty) mistakes.push(`the key of a cache gives nothing: ${text.slice(0, 160)}`);
      return key;
    }),
  };
  const [mistake] = mistakes;
  return mistake === undefined ? { material: filled } : { mistake };
};

/** A beginning of other keys that is empty would take any of them. */
const filledKeys = ({ caches, memo }: Material, fill: (text: string, mayBeEmpty: boolean) => string): Material => ({
  ...(caches
    ? {
        caches: caches.map(one => ({
          ...one,
          key: fill(one.key, false),
          fallbacks: one.fallbacks.map(text => fill(text, true)).filter(text => text !== ''),
        })),
      }
    : {}),
  ...(memo ? { memo: { ...memo, ...(memo.key === undefined ? {} : { key: fill(memo.key, false) }) } } : {}),
});

const filledService = (
  service: NonNullable<Material['services']>[number],
  fill: (text: string) => string,
): NonNullable<Material['services']>[number] => ({
  ...service,
  image: fill(service.image),
  environment: Object.fromEntries(Object.entries(service.environment).map(([name, value]) => [name, fill(value)])),
});
