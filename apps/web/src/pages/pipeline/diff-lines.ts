/** A line of a unified diff. */
export interface DiffLine {
  kind: 'added' | 'removed' | 'same' | 'place' | 'file';
  text: string;
  /** Its numbers before and after, from 1. */
  before?: number;
  after?: number;
}

/** Lines that are shown at once; a file has at most 256 KB. */
export const mostLines = 5_000;

/** A part of a diff: the numbers of its next lines, and how many are to come. */
interface Part {
  before: number;
  after: number;
  left: { before: number; after: number };
}

/** Reads a unified diff (POSIX.1-2024, `diff -u`). What is not of one is shown as it is. */
export const diffLines = (diff: string): DiffLine[] => {
  const lines: DiffLine[] = [];
  let part: Part = { before: 1, after: 1, left: { before: 0, after: 0 } };
  for (const line of diff.split('\n', mostLines)) {
    const begun = partOf(line);
    if (begun) {
      part = begun;
      lines.push({ kind: 'place', text: line });
      continue;
    }
    // A line of the file may look like a heading: only the counts tell where a part ends.
    const kind = part.left.before + part.left.after > 0 ? kindOf(line) : 'file';
    if (kind !== 'file') lines.push(nextOf(part, kind, line.slice(1)));
    else if (line !== '') lines.push({ kind, text: line });
  }
  return lines;
};

/** The part that a line begins. */
const partOf = (line: string): Part | undefined => {
  const [, before, ofBefore = '1', after, ofAfter = '1'] =
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
  if (before === undefined) return undefined;
  return {
    before: Number(before),
    after: Number(after),
    left: { before: Number(ofBefore), after: Number(ofAfter) },
  };
};

/** The next line of a part, which goes on by it. */
const nextOf = (part: Part, kind: DiffLine['kind'], text: string): DiffLine => {
  if (kind !== 'added') part.left.before -= 1;
  if (kind !== 'removed') part.left.after -= 1;
  return {
    kind,
    text,
    ...(kind === 'added' ? {} : { before: part.before++ }),
    ...(kind === 'removed' ? {} : { after: part.after++ }),
  };
};

const kinds: Record<string, 'added' | 'removed' | 'same'> = { '+': 'added', '-': 'removed', ' ': 'same' };
const kindOf = (line: string): DiffLine['kind'] => kinds[line.slice(0, 1)] ?? 'file';
