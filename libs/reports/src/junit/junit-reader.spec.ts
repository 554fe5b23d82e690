import type { KeptReport, TestReport } from '@switchyard/contracts';
import { goJunitReport, gtest, jestJunit, pytest, reportOf, surefire } from '../samples.story.js';
import { totalsOf } from '../totals.js';

const tests = async (files: Record<string, string | Buffer>): Promise<TestReport & { mistakes: string[] }> => {
  const { report, mistakes }: KeptReport = await reportOf('junit', files);
  if (report.kind !== 'junit') throw new Error('another kind of report');
  return { ...report, mistakes };
};

describe('JUnit XML', () => {
  it('of surefire: counts, the test’s own line, what flickered, and no test out of printed text', async () => {
    expect(await tests({ 'TEST-a.xml': surefire })).toMatchObject({
      ...{ tests: 5, passed: 2, failed: 1, errors: 1, skipped: 1, flaky: 1, seconds: 1.812, mistakes: [] },
      failures: [
        {
          ...{ suite: 'org.acme.CalculatorTest', name: 'divides', kind: 'failure' },
          ...{ message: 'expected: <2> but was: <3>', file: 'CalculatorTest.java', line: 42 },
        },
        { name: 'opens', kind: 'error', message: 'no such file' },
      ],
      slowest: [{ name: 'divides', seconds: 1.5 }, { name: 'flickers' }, { name: 'opens' }, { name: 'adds' }],
    });
  });

  it('of jest-junit: the message is the first line, the place is no frame of a package', async () => {
    const { failures, passed } = await tests({ 'junit.xml': jestJunit });
    expect(passed).toBe(1);
    expect(failures).toEqual([
      expect.objectContaining({
        message: 'Error: expect(received).toBe(expected)',
        file: '/repo/src/sum.test.js',
        line: 8,
      }),
    ]);
    expect(failures[0]?.text).toContain('\nExpected: 3\n');
  });

  it('of pytest', async () => {
    expect(await tests({ 'p.xml': pytest })).toMatchObject({
      ...{ tests: 3, passed: 0, failed: 1, errors: 1, skipped: 1 },
      failures: [
        { name: 'test_fails[1-2]', message: 'assert 1 == 2', file: 'tests/test_a.py', line: 4 },
        { kind: 'error', message: 'failed on setup with "boom"', file: 'tests/test_a.py', line: 12 },
      ],
    });
  });

  it('of go-junit-report: a message that says nothing gives way to the text', async () => {
    const { failures } = await tests({ 'go.xml': goJunitReport });
    expect(failures).toEqual([
      expect.objectContaining({ message: 'calc_test.go:17: got 3, want 1', file: 'calc_test.go', line: 17 }),
    ]);
  });

  it('of gtest: two failures of a test are one test, and what was not run is skipped', async () => {
    expect(await tests({ 'g.xml': gtest })).toMatchObject({
      ...{ tests: 3, passed: 1, failed: 1, skipped: 1 },
      failures: [{ name: 'Addition', file: 'test/math.cc', line: 12 }],
    });
  });

  it('of many files is one report', async () => {
    const { tests: all, failures } = await tests({ 'a.xml': surefire, 'b.xml': gtest });
    expect(all).toBe(8);
    expect(failures).toHaveLength(3);
  });

  it('keeps what it read of a file that breaks off, and says where', async () => {
    const { tests: all, mistakes } = await tests({
      'broken.xml': surefire.slice(0, surefire.indexOf('<testcase name="waits"')),
      'no.xml': 'this is not XML',
      'html.xml': '<html><testcase/></html>',
      'empty.xml': '',
    });
    expect(all).toBe(3);
    expect(mistakes).toEqual([
      expect.stringMatching(/^broken\.xml: Unclosed root tag \(line \d+\)$/),
      expect.stringMatching(/^no\.xml: .+/),
      'html.xml: its root is <html>, and not <testsuites> or <testsuite> (line 1)',
      'empty.xml: it is no XML document',
    ]);
  });

  it('is read in the encoding that it declares', async () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><testsuite><testcase name="gr\u00fcn"/></testsuite>';
    const named = (await tests({ 'l.xml': Buffer.from(text.replace('"/>', '" time="1"/>'), 'latin1') })).slowest;
    expect(named).toEqual([{ suite: '', name: 'gr\u00fcn', seconds: 1 }]);
    const utf16 = Buffer.from(`\ufeff<testsuite><testcase name="gr\u00fcn" time="1"/></testsuite>`, 'utf16le');
    expect((await tests({ 'u.xml': utf16 })).slowest).toEqual(named);
    expect((await tests({ 'x.xml': '<?xml version="1.0" encoding="klingon"?><testsuite/>' })).mistakes).toEqual([
      'x.xml: it is written in klingon, which nobody here reads',
    ]);
  });

  it('has its totals beside its artifact', async () => {
    const totals = totalsOf(await reportOf('junit', { 'a.xml': surefire, 'b.xml': 'no' }));
    expect(totals).toEqual({ kind: 'junit', tests: 5, failed: 2, skipped: 1, mistakes: 1 });
  });
});
