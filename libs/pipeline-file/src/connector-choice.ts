import type { ConnectorType, Pool } from '@switchyard/contracts';
import { slugOf } from '@switchyard/kernel';
import { platforms } from './platforms/blocks.js';
import type { Report } from './report.js';
import { valuesOf } from './shape.js';
import type { StepKind } from './step-kind.js';
import type { RawStep } from './step-shape.js';

/** A step with an approval and nothing to run: there for people to open, and nothing else. */
export const isGate = ({ values }: RawStep): boolean => {
  const { command, script } = valuesOf(values.config);
  const [kind, ...others] = values.connector ?? [values.stepType ?? 'shell'];
  const work = [values.run, values.image, values.null, command, script, ...platforms.map(one => values[one])];
  return (
    values.approval !== undefined && kind === 'shell' && others.length === 0 && work.every(one => one === undefined)
  );
};

/** What the keys of a step ask for, in order; of several blocks only a list of connectors makes more than the first. */
export const kindsOf = ({ values }: RawStep): StepKind[] => {
  if (values.connector && values.connector.length > 0) return values.connector;
  if (values.stepType !== undefined) return [values.stepType];
  const block = platforms.find(one => values[one] !== undefined);
  return [block ?? (values.null ? 'null' : values.image === undefined ? 'shell' : 'docker')];
};

export interface Choice {
  connector: ConnectorType;
  fallbacks: ConnectorType[];
  pool: Pool;
}

export const choiceOf = (raw: RawStep, path: string, report: Report): Choice => {
  if (isGate(raw)) return { connector: 'null', fallbacks: [], pool: poolOf(raw, report) };
  checkSaidOnce(raw, report);
  checkPlugin(raw, path, report);
  const [connector = 'shell', ...fallbacks] = kindsOf(raw).map(kind => (kind === 'custom' ? 'shell' : kind));
  return { connector, fallbacks, pool: poolOf(raw, report) };
};

/** A plugin runs where it is installed: on shell sessions of a pool of its own, unless the file says another. */
const poolOf = (raw: RawStep, report: Report): Pool => {
  const { values, at, path } = raw;
  if (values.pool !== undefined && values.labels)
    report.add(at('labels'), path('labels'), {
      code: 'conflicting-keys',
      message: 'labels: and pool: both say where the step runs',
      suggestion: 'keep one of them',
    });
  const named = values.labels && values.labels.length > 0 ? [...values.labels].sort().join('-') : undefined;
  if (named !== undefined && named.length > longestPool)
    report.add(at('labels'), path('labels'), {
      code: 'bad-label',
      message: `the labels have ${named.length} characters together, and ${longestPool} is the most`,
      suggestion: 'use fewer or shorter ones',
    });
  return (values.pool ?? named ?? pluginPool(raw) ?? 'default') as Pool;
};

const longestPool = 63;

const pluginPool = (raw: RawStep): string | undefined => {
  const { pluginName } = valuesOf(raw.values.config);
  const isPlugin = kindsOf(raw).includes('custom') && pluginName !== undefined;
  return isPlugin ? slugOf(`plugin-${pluginName}`, 'plugin') : undefined;
};

const checkSaidOnce = ({ values, at, path }: RawStep, report: Report): void => {
  if (values.connector && values.stepType !== undefined)
    report.add(at('stepType'), path('stepType'), {
      code: 'conflicting-keys',
      message: 'step_type: and connector: both say what runs the step',
      suggestion: 'keep one of them',
    });
};

const checkPlugin = (raw: RawStep, path: string, report: Report): void => {
  const kinds = kindsOf(raw);
  const key = raw.values.connector ? 'connector' : 'stepType';
  if (!kinds.includes('custom')) return;
  if (kinds.length > 1)
    report.add(raw.at(key), raw.path(key), {
      code: 'custom-alone',
      message: 'custom stands for one plugin, and cannot be one of several connectors',
      suggestion: 'make it a step of its own',
    });
  else if (valuesOf(raw.values.config).pluginName === undefined && !report.concerns(`${path}.config`))
    report.add(raw.at(key), raw.path(key), {
      code: 'no-plugin',
      message: 'a custom step names its plugin, and this one does not',
      suggestion: 'add plugin_name: to config:, or use step_type: shell and run the program',
    });
};
