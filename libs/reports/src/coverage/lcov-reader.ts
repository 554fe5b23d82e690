import type { Covered, CoverageReport } from '@switchyard/contracts';
import { badReport } from '../bad-report.js';
import { maxLineLength } from '../limits.js';
import type { ReportReader } from '../report-reader.js';
import { Code, more } from './code.js';

/** One `SF:` … `end_of_record`. */
interface Section {
  file: ReturnType<Code['file']>;
  functions: Covered;
  branches: Covered;
}

const count = (text: string): number => {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
};

/** What the keys that matter mean; all others are passed over. */
const keys: Readonly<Record<string, (section: Section, value: string, code: Code) => void>> = {
  DA: ({ file }, value, code) => {
    const [number = '', hits = ''] = value.split(',', 2);
    code.line(file, count(number), count(hits) > 0);
  },
  FNF: (section, value) => (section.functions = { ...section.functions, found: count(value) }),
  FNH: (section, value) => (section.functions = { ...section.functions, hit: count(value) }),
  BRF: (section, value) => (section.branches = { ...section.branches, found: count(value) }),
  BRH: (section, value) => (section.branches = { ...section.branches, hit: count(value) }),
};

/** LCOV's tracefile, as `geninfo(1)` describes it. */
export class LcovReader implements ReportReader {
  private readonly code = new Code();

  async add(_path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    let section: Section | undefined;
    let sections = 0;
    for await (const text of linesOf(body)) {
      const colon = text.indexOf(':');
      const key = colon < 0 ? text.trim() : text.slice(0, colon);
      const value = text.slice(colon + 1).trim();
      if (key === 'SF') {
        const none = { found: 0, hit: 0 };
        section = { file: this.code.file(value), functions: none, branches: none };
        sections += 1;
      } else if (key === 'end_of_record') section = closed(section);
      else if (section && Object.hasOwn(keys, key)) keys[key]?.(section, value, this.code);
    }
    if (sections === 0) throw badReport('it has no line SF: and so is no LCOV');
    if (section) throw badReport('it ends in the middle of a file: end_of_record is missing');
  }

  report(): CoverageReport {
    return this.code.report('lcov');
  }
}

const closed = (section: Section | undefined): undefined => {
  if (!section) return;
  section.file.functions = more(section.file.functions, section.functions);
  section.file.branches = more(section.file.branches, section.branches);
};

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw badReport(`it has a line of more than ${maxLineLength} characters`);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
