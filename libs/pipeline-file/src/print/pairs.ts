import { isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';

/** A key and its value in a document that can be changed, with their comments. */
export interface Line {
  pair: Pair;
  key: Scalar;
  name: string;
}

export const linesOf = (map: YAMLMap): Line[] =>
  map.items.flatMap(pair => (isScalar(pair.key) ? [{ pair, key: pair.key, name: String(pair.key.value) }] : []));

export const lineOf = (map: YAMLMap, ...names: readonly string[]): Line | undefined =>
  linesOf(map).find(({ name }) => names.includes(name));

export const mapAt = (line: Line | undefined): YAMLMap | undefined =>
  isMap(line?.pair.value) ? line.pair.value : undefined;

/** The text of a value, where it is one. */
export const textAt = (line: Line | undefined): string | undefined => {
  const value = line?.pair.value;
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
};

export const rename = ({ key }: Line, name: string): void => {
  // A key without quotes may be nothing to YAML, as `null` is.
  if (String(key.value) === name) return;
  key.value = name;
  delete key.source;
};

export const remove = (map: YAMLMap, { pair }: Line): void => {
  map.items = map.items.filter(one => one !== pair);
};

/** Whether somebody wrote something about a key, or behind its value. */
export const hasComment = ({ key, pair: { value } }: Line): boolean =>
  Boolean(key.commentBefore || key.comment || (isScalar(value) && (value.comment || value.commentBefore)));

/** Comments above one key, put above another. */
export const giveComment = (from: Scalar, to: Scalar): void => {
  if (!from.commentBefore) return;
  to.commentBefore = [from.commentBefore, to.commentBefore].filter(Boolean).join('\n');
  delete from.commentBefore;
};
