import type { ConnectorType, Pool, StepId, When } from '@switchyard/contracts';
import { isSlug } from '@switchyard/contracts/words';
import { builtInConnectors } from './limits.js';
import type { StepModel } from './model.js';
import { checkName } from './names.js';
import { optional, retryOf } from './retry.js';
import type { Report } from './report.js';
import { valuesOf } from './shape.js';
import type { StepKind } from './step-kind.js';
import type { RawStep } from './step-shape.js';

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
  const connector = connectorOf(raw, path, report);
  const config = configOf(raw);
  checkCommand(raw, { connector, name, path, config }, report);
  checkSupported(raw, { connector, path }, report);
  return {
    // Ids and needs are filled in when all names are known.
    id: name as StepId,
    name,
    connector,
    pool: poolOf(raw, path, report),
    needs: [],
    when: values.when ?? inherited.when,
    conditions: [...inherited.conditions, values.condition].filter(one => one !== undefined),
    ...(values.approval ? { approval: values.approval } : {}),
    continueOnError: values.continueOnError ?? false,
    ...optional(values.timeout, retryOf(values.retry, values.retryCount)),
    environment: { ...values.environment, ...valuesOf(values.config).environment },
    config,
    fallbacks: [],
    outputs: [],
    secrets: {},
    services: [],
    artifacts: [],
    caches: [],
    workspace: 'shared',
  };
};

const nameOf = ({ values, at }: RawStep, path: string, report: Report): string => {
  const derived = values.run?.trim().split('\n')[0]?.slice(0, longestDerived);
  return checkName(values.name ?? derived, { offset: at('name'), path: `${path}.name`, what: 'a step' }, report);
};

/** A step with an approval and nothing to run: there for people to open, and nothing else. */
const isGate = ({ values }: RawStep): boolean => {
  const { command, script } = valuesOf(values.config);
  const isPlain = values.stepType === undefined || values.stepType === 'shell';
  const commands = [values.run, values.null, command, script];
  return values.approval !== undefined && isPlain && commands.every(one => one === undefined);
};

const connectorOf = (raw: RawStep, path: string, report: Report): ConnectorType => {
  const { values, at } = raw;
  const kind: StepKind = values.stepType ?? (values.null ? 'null' : 'shell');
  if (kind === 'shell' && isGate(raw)) return 'null';
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
const configOf = (raw: RawStep): Record<string, unknown> => {
  if (isGate(raw)) return {};
  const { values } = raw;
  const { environment: _ofTheStep, ...config } = valuesOf(values.config);
  return {
    ...config,
    ...valuesOf(values.null),
    ...(values.run === undefined ? {} : { command: values.run }),
    ...(values.workingDirectory === undefined ? {} : { workingDirectory: values.workingDirectory }),
  };
};

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
  else if (text.trim() === '' && !['run', 'config', 'approval'].some(key => report.concerns(`${path}.${key}`)))
    report.add(place, path, {
      code: 'no-command',
      message: `step ${name || 'without a name'} has nothing to run`,
      suggestion: 'add run: with a shell command',
    });
};

/** What the language knows and this version does not act on must not be passed over in silence. */
const checkSupported = (
  { at }: RawStep,
  { connector, path }: Pick<Checked, 'connector' | 'path'>,
  report: Report,
): void => {
  if (!builtInConnectors.includes(connector))
    report.add(at('stepType'), `${path}.step_type`, {
      code: 'no-connector',
      message: `this version has no ${connector} connector`,
      suggestion: `the connectors it has are ${builtInConnectors.join(' and ')}`,
    });
};
