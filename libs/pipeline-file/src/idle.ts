import type { ConnectorType } from '@switchyard/contracts';
import { builtInConnectors } from './limits.js';
import type { StageModel, StepModel } from './model.js';
import { platforms } from './platforms/blocks.js';
import type { PlacedStage } from './placed-stages.js';
import type { Report } from './report.js';
import type { RawStep } from './step-shape.js';

/**
 * What the language knows and this version does not act on must not be passed over in silence: one warning for each
 * key and each connector of a file, at the first place. It is said last, so that it takes no mistake its room.
 */
export const warnOfIdle = (stages: StageModel[], placed: PlacedStage[], report: Report): void => {
  const told = new Set<string>();
  const once = (what: string, tell: () => void): void => {
    if (!told.has(what)) tell();
    told.add(what);
  };
  for (const { own, step } of stepsOf(stages, placed)) {
    for (const key of idleKeys.filter(one => isIdle(own, step, one))) once(key, () => notActedOn(own, key, report));
    if (isPlugin(own)) once(`plugin ${step.pool}`, () => noConnector(own, step, report));
    else if (![step.connector, ...step.fallbacks].some(one => builtInConnectors.includes(one)))
      once(step.connector, () => noConnector(own, step, report));
  }
};

const stepsOf = (stages: StageModel[], placed: PlacedStage[]): { own: RawStep; step: StepModel }[] =>
  stages.flatMap(({ steps }, stage) =>
    steps.flatMap((step, index) => {
      const own = placed[stage]?.stage.values.steps?.[index];
      return own ? [{ own, step }] : [];
    }),
  );

const idleKeys = ['services', 'ports', 'environmentName'] as const;

/** They publish ports. */
const publishing: readonly ConnectorType[] = ['shell', 'docker'];

const isIdle = ({ values }: RawStep, step: StepModel, key: (typeof idleKeys)[number]): boolean => {
  // Containers stand beside containers.
  if (key === 'services' && step.connector === 'docker') return false;
  if (key === 'ports' && [step.connector, ...step.fallbacks].some(one => publishing.includes(one))) return false;
  // It decides which secrets a step gets.
  return values[key] !== undefined && !(key === 'environmentName' && values.secrets !== undefined);
};

const isPlugin = ({ values }: RawStep): boolean => values.stepType === 'custom' || values.connector?.[0] === 'custom';

interface Placed<Key> {
  at: (key: Key) => number;
  path: (key: Key) => string;
}

const notActedOn = <Key>({ at, path }: Placed<Key>, key: Key, report: Report): void => {
  report.add(at(key), path(key), {
    severity: 'warning',
    code: 'not-acted-on',
    message: `${path(key).split('.').at(-1) ?? ''}: is kept, and this version does not act on it`,
    suggestion: 'nothing is lost by leaving it; a later version acts on it',
  });
};

const noConnector = (raw: RawStep, { connector, pool }: StepModel, report: Report): void => {
  const { values } = raw;
  const block = platforms.find(one => values[one] !== undefined);
  const said = (['connector', 'stepType', block, 'image'] as const).find(key => key && values[key] !== undefined);
  const key = said ?? 'name';
  const plugin = values.config?.values.pluginName;
  const missing = isPlugin(raw)
    ? `no plugins of its own, such as ${plugin ?? 'this one'}`
    : `no ${connector} connector`;
  report.add(raw.at(key), raw.path(key), {
    severity: 'warning',
    code: 'no-connector',
    message: `this version has ${missing}, so the step waits until one is started`,
    suggestion: isPlugin(raw)
      ? `start a shell connector in the pool ${pool} that has it, or use step_type: shell`
      : `the connectors it has are ${builtInConnectors.join(' and ')}`,
  });
};
