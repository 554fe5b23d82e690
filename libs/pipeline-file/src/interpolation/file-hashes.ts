import type { ASTNode } from '@marcbachmann/cel-js';
import { type KeyPart, keyOf, longestCacheKey } from '@switchyard/contracts/cache-key';
import { type ConditionFacts, evaluateConstant, evaluateText, mistakeIn, nodesIn, treeOf } from '../condition.js';
import { wrongGlob } from '../path-globs.js';
import type { Problem } from '../report.js';
import { type Filled, fillOne } from './fill-text.js';
import { partsOf, type Written } from './parts.js';

const name = 'hashFiles';
const most = 20;

/** The globs `hashFiles(…)` is given, each as an expression of its own; undefined where it is not all of it. */
const globsOf = (expression: string): string[] | undefined => {
  const tree = treeOf(expression);
  if (tree?.op !== 'call' || tree.args[0] !== name) return undefined;
  return tree.args[1].map(({ range }) => expression.slice(range.start, range.end));
};

/** Whether an expression asks for the hash of files, wherever in it. */
export const asksForHash = (expression: string): boolean => {
  const tree = treeOf(expression);
  return tree !== undefined && isAsking(tree);
};

const isAsking = (node: ASTNode): boolean =>
  (node.op === 'call' && node.args[0] === name) || nodesIn(node.args).some(isAsking);

/** What is wrong with the hash an expression asks for. @param isKey whether it stands in the key of a cache */
export const wrongHash = (expression: string, isKey: boolean): Problem | undefined => {
  if (!isKey)
    return {
      code: 'hash-not-here',
      message: `${name}() is known only in the key of a cache: the files are there when the step is about to start`,
      suggestion: 'use it in key: or fallbacks: of a cache, or let the step work it out',
    };
  const globs = globsOf(expression);
  if (!globs)
    return {
      code: 'hash-not-alone',
      message: `${name}() is not all of its expression, and it is filled in later than the rest`,
      suggestion: `write it in braces of its own: \${{ branch }}-\${{ ${name}('package-lock.json') }}`,
    };
  if (globs.length === 0 || globs.length > most)
    return {
      code: 'bad-hash',
      message: `${name}() is given ${globs.length} globs, and takes 1 to ${most}`,
      suggestion: `write ${name}('package-lock.json')`,
    };
  return globs.map(wrongArgument).find(found => found !== undefined);
};

const wrongArgument = (expression: string): Problem | undefined => {
  const mistake = mistakeIn(expression, 'string');
  if (mistake !== undefined)
    return {
      code: 'bad-hash',
      message: `${name}() takes globs as text, and one is none: ${mistake.slice(0, 160)}`,
      suggestion: `write them in quotes: ${name}('**/go.sum')`,
    };
  const constant = evaluateConstant(expression);
  return 'value' in constant ? wrongGlob(String(constant.value)) : undefined;
};

/** The key of a cache, evaluated but for the hashes of files, which whoever has the files fills in. Pure, and never throws. */
export const fillKey = (text: string, facts: ConditionFacts): Filled => {
  const parts: KeyPart[] = [];
  for (const part of partsOf(text)) {
    const found = 'literal' in part ? part.literal : partOf(part, facts);
    if (typeof found === 'object' && 'mistake' in found) return found;
    parts.push(found);
  }
  const key = keyOf(parts);
  return key.length <= longestCacheKey
    ? { text: key }
    : { mistake: `the key of a cache has ${key.length} characters, and ${longestCacheKey} is the most` };
};

const partOf = (part: Written, facts: ConditionFacts): KeyPart | { mistake: string } => {
  const globs = part.unclosed ? undefined : globsOf(part.expression);
  if (globs) return hashed(globs, facts);
  const filled = fillOne(part, facts);
  return filled.mistake === undefined ? filled.text : { mistake: filled.mistake };
};

const hashed = (expressions: readonly string[], facts: ConditionFacts): string[] | { mistake: string } => {
  const globs: string[] = [];
  for (const one of expressions) {
    const found = evaluateText(one, facts);
    const wrong = 'value' in found ? wrongGlob(found.value)?.message : found.error;
    if (wrong !== undefined) return { mistake: `\${{ ${name}(…) }}: ${wrong.slice(0, 160)}` };
    if ('value' in found) globs.push(found.value);
  }
  return globs;
};
