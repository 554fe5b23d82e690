import { slugOf } from '@switchyard/kernel';
import type { StepModel } from '../model.js';
import { blocks, type Platform } from '../platforms/blocks.js';
import { config as configShape } from '../platforms/config.js';
import { nullBehaviour } from '../platforms/null.js';
import { type Fields, type Reader, usualSpelling } from '../shape.js';
import { filled, type Plain, present } from './plain.js';
import { timeOf } from './time.js';

const fieldsOf = ({ parts }: Reader<unknown>): Fields => parts[0]?.fields ?? {};

/** What a step runs, and where: the keys that give its connectors, its pool and its config. */
export const workKeys = (step: StepModel): Plain => {
  const { connector, fallbacks, pool, config } = step;
  if (isGate(step)) return present({ pool: pool === 'default' ? undefined : pool });
  if (isPlugin(step)) return pluginKeys(step);
  const kinds = [connector, ...fallbacks];
  const said = connector === 'null' ? nullKeys(config) : containerKeys(kinds, config);
  return present({
    ...said,
    connector: isImplied(kinds, said) ? undefined : fallbacks.length > 0 ? kinds : connector,
    pool: pool === 'default' ? undefined : pool,
  });
};

const isPlugin = ({ connector, fallbacks, config }: StepModel): boolean =>
  connector === 'shell' && fallbacks.length === 0 && config['pluginName'] !== undefined;

const pluginKeys = ({ pool, config }: StepModel): Plain =>
  present({
    connector: 'custom',
    pool: pool === slugOf(`plugin-${String(config['pluginName'])}`, 'plugin') ? undefined : pool,
    config: spelled(config, fieldsOf(configShape)),
  });

/** An approval with nothing to run. */
const isGate = ({ connector, fallbacks, approval, config }: StepModel): boolean =>
  connector === 'null' && approval !== undefined && fallbacks.length === 0 && Object.keys(config).length === 0;

const nullKeys = (config: Plain): Plain => {
  const { sleep } = config;
  const times = typeof sleep === 'number' && Number.isInteger(sleep) ? { sleep: timeOf(sleep) } : {};
  return { null: spelled({ ...config, ...times }, fieldsOf(nullBehaviour)) };
};

const isImplied = ([connector, ...fallbacks]: StepModel['connector'][], said: Plain): boolean => {
  if (connector === undefined || fallbacks.length > 0) return false;
  const own = Object.keys(said).find(key => key === 'null' || Object.hasOwn(blocks, key));
  return connector === (own ?? (said['image'] === undefined ? 'shell' : 'docker'));
};

/** Commands and what is beside them; what only the long form knows makes all of it long. */
const containerKeys = (kinds: StepModel['connector'][], config: Plain): Plain => {
  const { command, workingDirectory, ...others } = config;
  const run = { run: command, 'working-directory': workingDirectory };
  const [kind = 'shell'] = kinds;
  const { image, ...rest } = others;
  if (kind === 'docker' && image !== undefined && Object.keys(rest).length === 0)
    return { run: command, image, 'working-directory': workingDirectory };
  if (isPlatform(kind) && fits(others, fieldsOf(blocks[kind].read)) && !runsNothing(kind, config))
    return { ...run, [kind]: spelled(others, fieldsOf(blocks[kind].read)) };
  if (runsNothing(kind, config)) return { config: spelled(config, fieldsOf(configShape)) };
  return { ...run, config: filled(spelled(others, fieldsOf(configShape))) };
};

const isPlatform = (kind: string): kind is Platform => Object.hasOwn(blocks, kind);

/** A command that the short form would refuse. */
const runsNothing = (kind: string, { command, manifest, helmChart, script }: Plain): boolean => {
  if (command === undefined) return false;
  if (script !== undefined || kind === 'github' || kind === 'gitlab') return true;
  return kind === 'kubernetes' && (manifest !== undefined || helmChart !== undefined);
};

const fits = (config: Plain, fields: Fields): boolean => Object.keys(config).every(key => Object.hasOwn(fields, key));

const spelled = (config: Plain, fields: Fields): Plain =>
  Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
      return [field ? usualSpelling(key, field) : key, value];
    }),
  );
