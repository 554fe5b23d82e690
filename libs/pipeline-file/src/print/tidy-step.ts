import { isMap, isScalar, isSeq, Pair, Scalar, YAMLMap } from 'yaml';
import { blocks, type Platform, platforms } from '../platforms/blocks.js';
import { config as configShape } from '../platforms/config.js';
import { type Field, type Fields, spellingsOf, usualSpelling } from '../shape.js';
import { spellings, type StepKind } from '../step-kind.js';
import { giveComment, hasComment, type Line, lineOf, linesOf, mapAt, remove, rename, textAt } from './pairs.js';

const configFields: Fields = configShape.parts[0]?.fields ?? {};

/** Says in the short form what a step says in the long one: where it runs, and what. */
export const shortenStep = (step: YAMLMap): void => {
  nameConnector(step);
  const kind = kindOf(step);
  const config = lineOf(step, 'config');
  if (kind !== undefined && config && isMap(config.pair.value) && !platforms.some(one => lineOf(step, one)))
    lift(step, config, config.pair.value, kind);
  dropImplied(step);
};

/** `step_type: a_w_s` is `connector: aws`. */
const nameConnector = (step: YAMLMap): void => {
  const line = lineOf(step, 'step_type', 'stepType', 'step-type', 'connector');
  if (!line) return;
  rename(line, 'connector');
  for (const one of isSeq(line.pair.value) ? line.pair.value.items : [line.pair.value])
    if (isScalar(one) && typeof one.value === 'string' && Object.hasOwn(spellings, one.value))
      one.value = spellings[one.value as keyof typeof spellings];
};

/** Undefined where there are several. */
const kindOf = (step: YAMLMap): StepKind | undefined => {
  const line = lineOf(step, 'connector');
  const said = line?.pair.value;
  if (!line) return impliedBy(step);
  if (isScalar(said) && said.value === null) return 'null';
  return textAt(line) as StepKind | undefined;
};

const impliedBy = (step: YAMLMap): StepKind =>
  platforms.find(one => lineOf(step, one)) ??
  (lineOf(step, 'null') ? 'null' : lineOf(step, 'image') ? 'docker' : 'shell');

const dropImplied = (step: YAMLMap): void => {
  const line = lineOf(step, 'connector');
  if (line && kindOf(step) === impliedBy(step) && !hasComment(line)) remove(step, line);
};

interface Lifting {
  step: YAMLMap;
  config: YAMLMap;
  kind: StepKind;
}

const lift = (step: YAMLMap, line: Line, config: YAMLMap, kind: StepKind): void => {
  const lifting = { step, config, kind };
  const before = step.items.length;
  const variables = of(config, 'environment');
  if (variables) liftVariables(lifting, variables);
  const command = of(config, 'command');
  if (command && isLiftable(lifting)) move(lifting, command, 'run');
  const directory = of(config, 'workingDirectory');
  if (directory && !lineOf(step, 'working-directory', 'working_directory', 'workingDirectory'))
    move(lifting, directory, 'working-directory');
  liftRest(lifting);
  const first = linesOf(step).find(({ pair }) => step.items.indexOf(pair) >= before);
  if (first) giveComment(line.key, first.key);
  if (config.items.length === 0 && !line.key.commentBefore && !config.comment) remove(step, line);
};

const of = (config: YAMLMap, key: string): Line | undefined => {
  const field = configFields[key];
  return field && lineOf(config, ...spellingsOf(key, field));
};

const move = ({ step, config }: Lifting, line: Line, name: string): void => {
  remove(config, line);
  rename(line, name);
  step.items.push(line.pair);
};

/** A command whose step would be refused in the short form stays where it is. */
const isLiftable = ({ step, config, kind }: Lifting): boolean => {
  if (lineOf(step, 'run') || of(config, 'script') || ['github', 'gitlab', 'null', 'custom'].includes(kind))
    return false;
  return kind !== 'kubernetes' || !(of(config, 'manifest') || of(config, 'helmChart'));
};

/** Those of the config win. */
const liftVariables = ({ step, config }: Lifting, line: Line): void => {
  const own = mapAt(line);
  const env = lineOf(step, 'env', 'environment');
  const target = env ? mapAt(env) : new YAMLMap();
  if (!own || !target) return;
  for (const one of linesOf(own)) lay(one, target);
  remove(config, line);
  if (env) return giveComment(line.key, env.key);
  rename(line, 'env');
  line.pair.value = target;
  step.items.push(line.pair);
};

const lay = ({ pair, name }: Line, target: YAMLMap): void => {
  const other = lineOf(target, name);
  if (other) other.pair.value = pair.value;
  else target.items.push(pair);
};

/** All that is left becomes the block of the platform, or stays. */
const liftRest = (lifting: Lifting): void => {
  const { step, config, kind } = lifting;
  const platform = platforms.find(one => one === kind);
  const rest = linesOf(config);
  const [only, ...others] = rest;
  if (!platform || !only || lineOf(step, 'image')) return;
  if (platform === 'docker' && only.name === 'image' && others.length === 0) return move(lifting, only, 'image');
  const names = rest.map(line => nameIn(platform, line)).filter(name => name !== undefined);
  if (names.length === rest.length) makeBlock(lifting, platform, names);
};

const makeBlock = ({ step, config }: Lifting, platform: Platform, names: readonly string[]): void => {
  for (const [index, line] of linesOf(config).entries()) rename(line, names[index] ?? line.name);
  const block = new YAMLMap();
  block.items = config.items;
  config.items = [];
  step.items.push(new Pair(new Scalar(platform), block));
};

/** The spelling of a key of the config in the block of a platform, where both read it alike. */
const nameIn = (platform: Platform, { name, pair }: Line): string | undefined => {
  const [key = '', own] =
    Object.entries(configFields).find(([one, field]) => spellingsOf(one, field).includes(name)) ?? [];
  const other = fieldIn(platform, key);
  const isAlike = own?.read === other?.read || (key === 'tags' && isSeq(pair.value));
  return other && isAlike ? usualSpelling(key, other) : undefined;
};

const fieldIn = (platform: Platform, key: string): Field<unknown> | undefined => {
  const fields: Fields = blocks[platform].read.parts[0]?.fields ?? {};
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
};
