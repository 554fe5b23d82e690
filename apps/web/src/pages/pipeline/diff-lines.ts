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

/** Reads a unified diff (POSIX.1-2024, `diff -u`). What is not of one is shown as it is. */
export const diffLines = (diff: string): DiffLine[] => {
  const lines: DiffLine[] = [];
  const left = { before: 0, after: 0 };
  let [before, after] = [1, 1];
  for (const line of diff.split('\n', mostLines)) {
    const [, from, ofBefore = '1', to, ofAfter = '1'] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (from !== undefined) {
      [before, after] = [Number(from), Number(to)];
      [left.before, left.after] = [Number(ofBefore), Number(ofAfter)];
      lines.push({ kind: 'place', text: line });
      continue;
    }
    // A line of the file may look like a heading: only the counts tell where a part ends.
    const kind = left.before + left.after > 0 ? kindOf(line) : 'file';
    if (kind === 'file') {
      if (line !== '') lines.push({ kind, text: line });
      continue;
    }
    const text = line.slice(1);
    if (kind !== 'added') left.before -= 1;
    if (kind !== 'removed') left.after -= 1;
    lines.push({
      kind,
      text,
      ...(kind === 'added' ? {} : { before: before++ }),
      ...(kind === 'removed' ? {} : { after: after++ }),
    });
  }
  return lines;
};

const kinds: Record<string, 'added' | 'removed' | 'same'> = { '+': 'added', '-': 'removed', ' ': 'same' };
const kindOf = (line: string): DiffLine['kind'] => kinds[line.slice(0, 1)] ?? 'file';
