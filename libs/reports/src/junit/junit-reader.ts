import type { TestFailure, TestReport, TestTime } from '@switchyard/contracts';
import { clean, line } from '../clean.js';
import { kept } from '../limits.js';
import type { ReportReader } from '../report-reader.js';
import { Top } from '../top.js';
import { type Attributes, readXml } from '../xml/read-xml.js';
import { lineOf, secondsOf } from './numbers.js';
import { type FilePlace, placeIn } from './place-in.js';

/** The test that is being read. */
interface Case {
  suite: string;
  name: string;
  seconds: number;
  file?: string;
  line?: number;
  skipped: boolean;
  flaky: boolean;
  problem?: { kind: TestFailure['kind']; message: string; text: string };
}

/** What may stand within a test case, and what it means. */
const problems: ReadonlyMap<string, TestFailure['kind']> = new Map([
  ['failure', 'failure'],
  ['error', 'error'],
]);
/** Tried again and passed: `flakyFailure` and `flakyError` of surefire. */
const flakes = ['flakyFailure', 'flakyError'];
/** `status` and `result` of tests that did not run: gtest, and others after it. */
const notRun = ['notrun', 'skipped', 'suppressed', 'disabled', 'ignored'];
/** Messages that say nothing; the text says more. */
const empty = /^(?:failed|failure|error|test failed)?$/i;

/** Most characters of text that are looked at for the place of a failure. */
const mostText = 4 * kept.text;

/** JUnit XML in its dialects: surefire, gradle, jest-junit, pytest, go-junit-report, gtest and their like. */
export class JunitReader implements ReportReader {
  private readonly counts = { tests: 0, failed: 0, errors: 0, skipped: 0, flaky: 0, seconds: 0 };
  private readonly failures: TestFailure[] = [];
  private readonly slowest = new Top<TestTime>(kept.slowest, (one, other) => other.seconds - one.seconds);

  async add(_path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
    await readXml(body, ['testsuites', 'testsuite'], new JunitListener(found => this.count(found)));
  }

  report(): TestReport {
    const { counts, failures } = this;
    const passed = counts.tests - counts.failed - counts.errors - counts.skipped;
    const seconds = Math.round(counts.seconds * 1_000) / 1_000;
    return { kind: 'junit', ...counts, seconds, passed, failures: [...failures], slowest: this.slowest.all };
  }

  private count(found: Case): void {
    const { suite, name, seconds, problem } = found;
    this.counts.tests += 1;
    this.counts.seconds += seconds;
    if (seconds > 0) this.slowest.offer({ suite, name, seconds });
    if (!problem) {
      if (found.skipped) this.counts.skipped += 1;
      else if (found.flaky) this.counts.flaky += 1;
      return;
    }
    if (problem.kind === 'error') this.counts.errors += 1;
    else this.counts.failed += 1;
    if (this.failures.length < kept.failures) this.failures.push(failureOf(found, problem));
  }
}

const failureOf = (found: Case, { kind, message, text }: NonNullable<Case['problem']>): TestFailure => {
  const { suite, name } = found;
  const said = line(message, kept.message);
  const body = clean(text, kept.text).trim();
  const [first = ''] = body.split('\n', 1);
  return {
    suite,
    name,
    kind,
    message: empty.test(said) ? line(first, kept.message) || said || 'it says nothing' : said,
    ...(body === '' ? {} : { text: body }),
    ...placeOf(found, placeIn(body, suite) ?? placeIn(said, suite)),
  };
};

/** Where the test says it is, else where its text says that it failed. */
const placeOf = ({ file, line: own }: Case, inText: FilePlace | undefined): Pick<TestFailure, 'file' | 'line'> => {
  if (file === undefined) return inText ? { ...inText, file: line(inText.file, kept.name) } : {};
  const at = own ?? (inText && isSame(inText.file, file) ? inText.line : undefined);
  return { file: line(file, kept.name), ...(at === undefined ? {} : { line: at }) };
};

const isSame = (one: string, other: string): boolean => one.endsWith(other) || other.endsWith(one);

class JunitListener {
  private readonly suites: string[] = [];
  private current: Case | undefined;
  /** The problem whose text is being read. */
  private within: NonNullable<Case['problem']> | undefined;

  constructor(private readonly found: (one: Case) => void) {}

  open(name: string, attributes: Attributes): void {
    if (name === 'testsuite') this.suites.push(attributes['name'] ?? '');
    else if (name === 'testcase') this.current = caseOf(attributes, this.suites.at(-1) ?? '');
    else if (this.current) this.inside(this.current, name, attributes);
  }

  text(text: string): void {
    const { within } = this;
    if (within && within.text.length < mostText) within.text += text.slice(0, mostText - within.text.length);
  }

  close(name: string): void {
    if (name === 'testsuite') this.suites.pop();
    if (problems.has(name)) this.within = undefined;
    if (name !== 'testcase' || !this.current) return;
    this.found(this.current);
    this.current = undefined;
  }

  private inside(current: Case, name: string, { message = '' }: Attributes): void {
    const kind = problems.get(name);
    if (name === 'skipped') current.skipped = true;
    if (flakes.includes(name)) current.flaky = true;
    if (!kind) return;
    const problem = { kind, message: message.slice(0, mostText), text: '' };
    // Of several, such as a failure and then an error in its clean-up, the first is told.
    current.problem ??= problem;
    this.within = current.problem === problem ? problem : undefined;
  }
}

const caseOf = (attributes: Attributes, suite: string): Case => {
  const { classname, name, time, file, status, result } = attributes;
  const own = lineOf(attributes['line']);
  return {
    suite: line(classname || suite, kept.name),
    name: line(name || '(no name)', kept.name),
    seconds: secondsOf(time),
    ...(file ? { file } : {}),
    ...(own === undefined ? {} : { line: own }),
    skipped: [status, result].some(one => one !== undefined && notRun.includes(one.toLowerCase())),
    flaky: false,
  };
};
