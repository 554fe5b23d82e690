import type { ASTNode } from '@marcbachmann/cel-js';
import { nodesIn, treeOf } from '../condition.js';

/** A variable an expression asks for, and the members it names: `steps.a.outputs.b` or `steps['a'].status`. */
export interface Reference {
  root: string;
  members: string[];
  /** Of the whole of it, inside the expression. */
  start: number;
  end: number;
}

/** Everything an expression asks for; nothing where it cannot be read. */
export const referencesOf = (expression: string): Reference[] => {
  const tree = treeOf(expression);
  return tree ? referencesIn(tree) : [];
};

const referencesIn = (node: ASTNode): Reference[] => {
  const own = chainOf(node);
  if (own) return [own];
  return nodesIn(node.args).flatMap(referencesIn);
};

/** A variable with members that are all written out; undefined for anything else. */
const chainOf = (node: ASTNode): Reference | undefined => {
  const { start, end } = node.range;
  if (node.op === 'id') return { root: node.args, members: [], start, end };
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [owner, member] = node.args;
  const name = typeof member === 'string' ? member : literalOf(member);
  const before = name === undefined ? undefined : chainOf(owner);
  return before && name !== undefined ? { ...before, members: [...before.members, name], end } : undefined;
};

const literalOf = (node: ASTNode): string | undefined =>
  node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
