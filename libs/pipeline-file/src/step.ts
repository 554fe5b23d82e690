import type { ConnectorType, Pool, StepId } from '@switchyard/contracts';
import { isSlug } from '@switchyard/contracts/words';
import { builtInConnectors } from './limits.js';
import type { StepModel } from './model.js';
import { checkName } from './names.js';
import { optional, retryOf } from './retry.js';
import { type RawStep, type StepKind, valuesOf } from './pipeline-shape.js';
import type { Report } from './report.js';

/** Shell commands a step without a name is called by: their first line, shortened. */
const longestDerived = 60;

export const stepOf = (raw: RawStep, path: string, report: Report): StepModel => {
  const { values, at } = raw;
  const derived = values.run?.trim().split('\n')[0]?.slice(0, longestDerived);
  const name = checkName(values.name ?? derived, { offset: at('name'), path: `${path}.name`, what: 'a step' }, report);
  const connector = connectorOf(raw, path, report);
  const { environment: own, ...config } = configOf(raw);
  checkCommand(raw, { connector, name, path, config }, report);
  checkSupported(raw, { connector, name, path, config }, report);
  return {
    // Ids and needs are filled in when all names are known.
    id: name as StepId,
    name,
    connector,
    pool: poolOf(raw, path, report),
    needs: [],
    ...(values.condition === undefined ? {} : { condition: values.condition }),
    continueOnError: values.continueOnError ?? false,
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    environment: { ...(values.environment ?? {}), ...((own as Record<string, string> | undefined) ?? {}) },
    config,
  };
};

const connectorOf = ({ values, at }: RawStep, path: string, report: Report): ConnectorType => {
  const kind: StepKind = values.stepType ?? (values.null ? 'null' : 'shell');
  if (kind !== 'custom') return kind;
  report.add(at('stepType'), `${path}.step_type`, {
    code: 'no-plugins',
    message: 'custom steps need a plugin, and this version has none',
    suggestion: 'use step_type: shell and run the program',
  });
  return 'shell';
};

const poolOf = ({ values, at }: RawStep, path: string, report: Report): Pool => {
  const pool = values.pool ?? 'default';
  if (!isSlug(pool))
    report.add(at('pool'), `${path}.pool`, {
      code: 'bad-pool',
      message: `${JSON.stringify(pool)} is no name of a pool`,
      suggestion: 'use lower-case letters, digits and dashes',
    });
  return pool as Pool;
};

/** The long form's config, the short form's keys, or the behaviour of a null step. */
const configOf = ({ values }: RawStep): Record<string, unknown> => ({
  ...valuesOf(values.config),
  ...valuesOf(values.null),
  ...(values.run === undefined ? {} : { command: values.run }),
  ...(values.workingDirectory === undefined ? {} : { workingDirectory: values.workingDirectory }),
});

interface Checked {
  connector: ConnectorType;
  name: string;
  path: string;
  config: Record<string, unknown>;
}

const checkCommand = (
  { values, offset, at }: RawStep,
  { connector, name, path, config }: Checked,
  report: Report,
): void => {
  if (values.run !== undefined && (config['script'] !== undefined || values.config?.values.command !== undefined))
    report.add(at('run'), `${path}.run`, {
      code: 'two-commands',
      message: `step ${name} has more than one command`,
      suggestion: 'keep run, command or script',
    });
  if (connector === 'shell')
    checkRunnable(
      config['command'] ?? config['script'],
      { name, path, place: values.run === undefined ? offset : at('run') },
      report,
    );
};

const checkRunnable = (
  command: unknown,
  { name, path, place }: { name: string; path: string; place: number },
  report: Report,
): void => {
  const text = typeof command === 'string' ? command : '';
  if (text.includes('\0'))
    report.add(place, path, {
      code: 'bad-text',
      message: `the command of step ${name} holds a NUL character`,
      suggestion: 'remove it',
    });
  else if (text.trim() === '' && !report.concerns(`${path}.run`) && !report.concerns(`${path}.config`))
    report.add(place, path, {
      code: 'no-command',
      message: `step ${name || 'without a name'} has nothing to run`,
      suggestion: 'add run: with a shell command',
    });
};

/** What the language knows and this version does not act on must not be passed over in silence. */
const checkSupported = ({ values, at }: RawStep, { connector, path }: Checked, report: Report): void => {
  if (!builtInConnectors.includes(connector))
    report.add(at('stepType'), `${path}.step_type`, {
      code: 'no-connector',
      message: `this version has no ${connector} connector`,
      suggestion: `the connectors it has are ${builtInConnectors.join(' and ')}`,
    });
  if (values.condition !== undefined) report.add(at('condition'), `${path}.condition`, noConditions);
};

export const noConditions = {
  code: 'no-conditions',
  message: 'conditions are not evaluated by this version',
  suggestion: 'test for it in the command: if …; then …; fi',
};
