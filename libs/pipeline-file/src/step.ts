import type { StepId, When } from '@switchyard/contracts';
import { artifactsOf } from './artifacts.js';
import { keptBy } from './caches.js';
import { choiceOf, kindsOf } from './connector-choice.js';
import type { StepModel } from './model.js';
import { checkName } from './names.js';
import type { Report } from './report.js';
import { optional, retryOf } from './retry.js';
import { valuesOf } from './shape.js';
import { checkConflicts, configOf } from './step-config.js';
import type { RawStep } from './step-shape.js';
import { stepSourceOf } from './step-source.js';
import { checkWork } from './step-work.js';

/** Shell commands a step without a name is called by: their first line, shortened. */
const longestDerived = 60;

interface Place {
  path: string;
  /** What its stage says. */
  inherited: { when: When; conditions: readonly string[] };
}

export const stepOf = (raw: RawStep, { path, inherited }: Place, report: Report): StepModel => {
  const { values } = raw;
  const name = nameOf(raw, path, report);
  const choice = choiceOf(raw, path, report);
  const config = configOf(raw);
  checkConflicts(raw, report);
  const connectors = [choice.connector, ...choice.fallbacks];
  checkWork(raw, { connectors, name, path, config, isPlugin: kindsOf(raw).includes('custom') }, report);
  return {
    // Ids and needs are filled in when all names are known.
    id: name as StepId,
    name,
    ...choice,
    needs: [],
    when: values.when ?? inherited.when,
    conditions: [...inherited.conditions, values.condition].filter(one => one !== undefined),
    ...(values.approval ? { approval: values.approval } : {}),
    ...(values.matrix ? { matrix: values.matrix } : {}),
    continueOnError: values.continueOnError ?? false,
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    ...materialOf(raw, name, report),
    workspace: values.workspace ?? 'shared',
    config,
  };
};

const nameOf = ({ values, at }: RawStep, path: string, report: Report): string => {
  const derived = values.run?.trim().split('\n')[0]?.slice(0, longestDerived);
  return checkName(values.name ?? derived, { offset: at('name'), path: `${path}.name`, what: 'a step' }, report);
};

/** What it is given, and what is kept of it. */
const materialOf = (raw: RawStep, name: string, report: Report) => {
  const { values, at, path } = raw;
  const { texts, secrets: marked } = values.environment ?? { texts: {}, secrets: {} };
  const environment = { ...texts, ...valuesOf(values.config).environment };
  const secrets = { ...marked, ...values.secrets };
  const twice = [
    ...Object.keys(secrets).filter(one => Object.hasOwn(environment, one)),
    ...Object.keys(marked).filter(one => Object.hasOwn(values.secrets ?? {}, one)),
  ];
  const key = values.secrets ? 'secrets' : 'environment';
  for (const variable of twice)
    report.add(at(key), path(key), {
      code: 'conflicting-keys',
      message: `the variable ${variable} is filled from a secret and by env:`,
      suggestion: 'keep one of them',
    });
  return {
    environment,
    secrets,
    outputs: values.outputs ?? [],
    services: values.services ?? [],
    ports: values.ports ?? [],
    artifacts: artifactsOf(values.artifacts ?? [], name, report),
    ...keptBy(values.cache ?? [], report),
    ...stepSourceOf(raw, report),
    ...environmentNameOf(raw, report),
  };
};

const environmentNameOf = ({ values, at, path }: RawStep, report: Report): { environmentName?: string } => {
  if (values.environmentName === undefined) return {};
  const place = { offset: at('environmentName'), path: path('environmentName'), what: 'the deployment environment' };
  const environmentName = checkName(values.environmentName, place, report);
  return environmentName === '' ? {} : { environmentName };
};
