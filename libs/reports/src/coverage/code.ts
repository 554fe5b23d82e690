import type { Covered, CoverageReport } from '@switchyard/contracts';
import { badReport } from '../bad-report.js';
import { line } from '../clean.js';
import { kept, maxCodeFiles, maxCodeLines } from '../limits.js';
import { Top } from '../top.js';

interface CodeFile {
  /** Number of a line to whether it ran. */
  lines: Map<number, boolean>;
  functions: Covered;
  branches: Covered;
}

/** What is known of code: a line that one report saw run has run. */
export class Code {
  private readonly files = new Map<string, CodeFile>();
  private lines = 0;

  /** @param mostLines of all files together */
  constructor(private readonly mostLines = maxCodeLines) {}

  /** @throws Fault `bad-report` when there are more than anybody has */
  file(path: string): CodeFile {
    const found = this.files.get(path);
    if (found) return found;
    if (this.files.size >= maxCodeFiles) throw badReport(`it names more than ${maxCodeFiles} files`);
    const none = () => ({ found: 0, hit: 0 });
    const file = { lines: new Map<number, boolean>(), functions: none(), branches: none() };
    this.files.set(path, file);
    return file;
  }

  /** @throws Fault `bad-report` when there are more than anybody has */
  line({ lines }: CodeFile, number: number, isHit: boolean): void {
    const known = lines.get(number);
    if (known === undefined) this.lines += 1;
    if (this.lines > this.mostLines) throw badReport(`it names more than ${this.mostLines} lines of code`);
    if (known !== true) lines.set(number, isHit);
  }

  report(kind: CoverageReport['kind']): CoverageReport {
    const worst = new Top<CoverageReport['worst'][number]>(kept.worst, byShare);
    const [lines, functions, branches] = [nothing(), nothing(), nothing()];
    for (const [path, file] of this.files) {
      const own = { found: file.lines.size, hit: hitsIn(file.lines) };
      add(lines, own);
      add(functions, file.functions);
      add(branches, file.branches);
      if (own.found > own.hit) worst.offer({ path: line(path, kept.name), lines: own });
    }
    return {
      kind,
      files: this.files.size,
      lines,
      ...(functions.found > 0 ? { functions } : {}),
      ...(branches.found > 0 ? { branches } : {}),
      worst: worst.all,
    };
  }
}

const nothing = (): Covered => ({ found: 0, hit: 0 });

const add = (sum: Covered, { found, hit }: Covered): void => {
  sum.found += found;
  sum.hit += hit;
};

const hitsIn = (lines: Map<number, boolean>): number => {
  let hits = 0;
  for (const isHit of lines.values()) hits += isHit ? 1 : 0;
  return hits;
};

type Row = CoverageReport['worst'][number];
/** The smallest share first; of equals the one with more to do. */
const byShare = ({ lines: one }: Row, { lines: other }: Row): number =>
  one.hit / one.found - other.hit / other.found || other.found - one.found;

/** Of two counts of the same thing, the one that knows more. */
export const more = (one: Covered, other: Covered): Covered => {
  const found = Math.max(one.found, other.found);
  return { found, hit: Math.min(found, Math.max(one.hit, other.hit)) };
};
