import { kindsOf } from './connector-choice.js';
import type { SourceModel } from './model.js';
import type { Report } from './report.js';
import { sourceOfConfig } from './repository.js';
import { valuesOf } from './shape.js';
import type { RawStep } from './step-shape.js';

/** Connectors to which a repository is what they act on, not what they work in. */
const hosts = ['github', 'gitlab'];

const names = ['repositoryUrl', 'branch', 'commit', 'credentials'] as const;

/** Whether the long form's config names the repository the step works on. */
const isInConfig = (raw: RawStep): boolean =>
  valuesOf(raw.values.config).repositoryUrl !== undefined && !kindsOf(raw).some(kind => hosts.includes(kind));

/** The repository the step works on, in either form; absent: its pipeline's. */
export const stepSourceOf = (raw: RawStep, report: Report): { source?: SourceModel | false } => {
  const { values } = raw;
  const { config } = values;
  if (!config || !isInConfig(raw)) return values.source === undefined ? {} : { source: values.source };
  if (values.source !== undefined)
    report.add(raw.at('source'), raw.path('source'), {
      code: 'conflicting-keys',
      message: 'source: stands beside another repository of the step',
      suggestion: 'keep source:, and leave repository_url out of config:',
    });
  const place = (key: (typeof names)[number]) => ({ offset: config.at(key), path: config.path(key) });
  return { source: sourceOfConfig(config.values, place, report) };
};

/** What is left of a long form's config without the repository the step works on. */
export const withoutSource = (raw: RawStep, config: Record<string, unknown>): Record<string, unknown> =>
  isInConfig(raw)
    ? Object.fromEntries(Object.entries(config).filter(([key]) => !names.some(name => name === key)))
    : config;
