import { type Alias, type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { deepest, mostNodes } from './limits.js';
import type { Report } from './report.js';

/** A value of the file with its place, free of YAML's own classes. */
export type Located =
  { kind: 'map'; offset: number; entries: Entry[] } | { kind: 'list'; offset: number; items: Located[] } | Scalar_;

export interface Scalar_ {
  kind: 'scalar';
  offset: number;
  /** Behind it in its file, quotes and all; absent for what stands in no file as it is. */
  end?: number;
  value: string | number | boolean | null;
  /** As the file has it: `1.10` is not 1.1 to a person. */
  written: string;
}

export interface Entry {
  key: string;
  offset: number;
  value: Located;
}

/** Names that mean something to JavaScript objects: as keys they are never honest, and get lost on the way. */
const forbidden = ['prototype', ...Object.getOwnPropertyNames(Object.prototype)];

export const tooMany = {
  code: 'too-many-values',
  message: `the file has more than ${mostNodes} values once its aliases are followed`,
  suggestion: 'use fewer aliases, or split the pipeline',
};
export const tooDeep = {
  code: 'too-deep',
  message: `values are nested deeper than ${deepest}`,
  suggestion: 'a pipeline file needs no more than nine levels',
};

const tagged = {
  code: 'unknown-tag',
  message: 'tags such as !name or !!type mean nothing here',
  suggestion: 'leave the tag out, or quote a text that begins with !',
};
const noPlainKey = {
  code: 'bad-key',
  message: 'a key must be plain text, and this is a list, a map or an alias',
  suggestion: 'write one word in front of the colon',
};

const rangeOf = (node: unknown) => (node as Node | null)?.range;
const anchorOf = (node: unknown) => (node as { anchor?: string } | null)?.anchor;
const hasTag = (node: unknown) => (node as { tag?: string } | null)?.tag !== undefined;

const unknownAlias = ({ source }: Alias) => ({
  code: 'unknown-alias',
  message: `*${source} stands for nothing: no value before it has the anchor &${source}`,
  suggestion: 'quote a text that begins with *',
});

/** Values read so far, of all files of one pipeline together. */
export interface Room {
  nodes: number;
  /** More than may be: then nothing else is read. */
  isFull: boolean;
}

/**
 * The document as located values; undefined after a finding that makes the rest pointless.
 * @param base what the offsets of its file begin at.
 */
export const locate = (document: Document, report: Report, room = aRoom(), base = 0): Located | undefined => {
  const offsetOf = (node: unknown) => shifted(rangeOf(node)?.[0], base);
  // The package looks an alias up by walking the whole document, each time.
  const anchors = new Map<string, Node>();
  const visit = (node: unknown, depth: number, at: number): Located | undefined => {
    if (room.isFull) return undefined;
    const offset = offsetOf(node) ?? at;
    room.nodes += 1;
    const excess = excessOf(room.nodes, depth);
    if (excess) {
      room.isFull = true;
      return report.add(offset, '', excess);
    }
    if (isAlias(node)) return follow(node, depth, offset);
    const anchor = anchorOf(node);
    if (anchor) anchors.set(anchor, node as Node);
    if (hasTag(node)) report.add(offset, '', tagged);
    if (isMap(node)) return map(node.items, depth, offset);
    if (isSeq(node))
      return {
        kind: 'list',
        offset,
        items: node.items.map(item => visit(item, depth + 1, offset)).filter(item => item !== undefined),
      };
    return scalarAt(node, offset, base);
  };
  const follow = (alias: Alias, depth: number, offset: number): Located | undefined => {
    const target = anchors.get(alias.source);
    return target ? visit(target, depth + 1, offset) : report.add(offset, '', unknownAlias(alias));
  };
  const map = (pairs: unknown[], depth: number, offset: number): Located => {
    const entries: Entry[] = [];
    const seen = new Set<string>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const keyOffset = offsetOf(pair.key) ?? offset;
      const key = keyOf(pair.key);
      if (key === undefined) report.add(keyOffset, '', noPlainKey);
      if (key === undefined || !acceptable(key, seen, keyOffset, report)) continue;
      seen.add(key);
      const value = visit(pair.value, depth + 1, keyOffset);
      if (value) entries.push({ key, offset: keyOffset, value });
    }
    return { kind: 'map', offset, entries };
  };
  const whole = visit(document.contents, 0, 0);
  return room.isFull ? undefined : whole;
};

const shifted = (offset: number | undefined, base: number) => (offset === undefined ? undefined : base + offset);

const scalarAt = (node: unknown, offset: number, base: number): Scalar_ => ({
  kind: 'scalar',
  offset,
  end: shifted(rangeOf(node)?.[1], base) ?? offset,
  ...scalarOf(node),
});

export const aRoom = (): Room => ({ nodes: 0, isFull: false });

const excessOf = (nodes: number, depth: number) =>
  nodes > mostNodes ? tooMany : depth > deepest ? tooDeep : undefined;

const acceptable = (key: string, seen: Set<string>, offset: number, report: Report): boolean => {
  if (key === '<<')
    report.add(offset, key, {
      code: 'merge-key',
      message: 'merge keys (<<) are not supported',
      suggestion: 'write the keys out',
    });
  else if (forbidden.includes(key))
    report.add(offset, key, {
      code: 'forbidden-key',
      message: `${key} cannot be a key`,
      suggestion: 'choose another name',
    });
  else if (seen.has(key))
    report.add(offset, key, {
      code: 'duplicate-key',
      message: `${key} stands here twice`,
      suggestion: 'keep one of them',
    });
  else return true;
  return false;
};

const scalarOf = (node: unknown): Pick<Scalar_, 'value' | 'written'> => {
  const value: unknown = isScalar(node) ? node.value : null;
  if (typeof value === 'string') return { value, written: value };
  const written = (node as { source?: string } | null)?.source ?? '';
  return { value: typeof value === 'number' || typeof value === 'boolean' ? value : null, written };
};

const keyOf = (key: unknown): string | undefined => {
  if (key === null) return '';
  return isScalar(key) ? scalarOf(key).written : undefined;
};

/** What people call a value. */
export const describe = (value: Located): string => {
  if (value.kind === 'map') return 'a map';
  if (value.kind === 'list') return 'a list';
  if (value.value === null) return 'nothing';
  return typeof value.value === 'string'
    ? `the text ${JSON.stringify(shortened(value.value))}`
    : shortened(value.written);
};

export const shortened = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
