import { readReport } from './read-report.js';
import type { KeptReport, ReportKind } from '@switchyard/contracts';

/** A body in pieces of a few bytes, as a slow disk gives it. */
export async function* pieces(text: string | Buffer, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** The report of files by path. */
export const reportOf = (kind: ReportKind, files: Record<string, string | Buffer>): Promise<KeptReport> =>
  readReport(
    kind,
    Object.entries(files).map(([path, text]) => ({ path, body: pieces(text) })),
  );

export const surefire = `<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="org.acme.CalculatorTest" time="1,234.56" tests="5" errors="1" skipped="1" failures="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="org.acme.CalculatorTest" time="0.012"/>
  <testcase name="divides" classname="org.acme.CalculatorTest" time="1.5">
    <failure message="expected: &lt;2&gt; but was: &lt;3&gt;" type="org.opentest4j.AssertionFailedError"><![CDATA[org.opentest4j.AssertionFailedError: expected: <2> but was: <3>
	at org.junit.jupiter.api.AssertEquals.fail(AssertEquals.java:150)
	at org.acme.CalculatorTest.divides(CalculatorTest.java:42)
]]></failure>
    <system-out><![CDATA[ <testcase name="not a test"/> ]]></system-out>
  </testcase>
  <testcase name="opens" classname="org.acme.CalculatorTest" time="0.1"><error message="no such file" type="java.io.IOException">at x</error></testcase>
  <testcase name="waits" classname="org.acme.CalculatorTest" time="0"><skipped message="later"/></testcase>
  <testcase name="flickers" classname="org.acme.CalculatorTest" time="0.2"><flakyFailure message="once" type="x">trace</flakyFailure></testcase>
</testsuite>`;

export const jestJunit = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="2" failures="1" errors="0" time="0.845">
  <testsuite name="sum" errors="0" failures="1" skipped="0" timestamp="2026-01-01T00:00:00" time="0.4" tests="2">
    <testcase classname="sum adds" name="sum adds" time="0.003"></testcase>
    <testcase classname="sum breaks" name="sum breaks" time="0.007">
      <failure>Error: expect(received).toBe(expected)

\u001b[32mExpected: 3\u001b[39m
    at Object.toBe (/repo/node_modules/expect/build/index.js:218:30)
    at Object.&lt;anonymous&gt; (/repo/src/sum.test.js:8:21)</failure>
    </testcase>
  </testsuite>
</testsuites>`;

export const pytest = `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="3" time="0.067" hostname="box"><testcase classname="tests.test_a" name="test_fails[1-2]" file="tests/test_a.py" line="4" time="0.001"><failure message="assert 1 == 2">def test_fails(a, b):
&gt;       assert a == b
E       assert 1 == 2

tests/test_a.py:6: AssertionError</failure></testcase><testcase classname="tests.test_a" name="test_setup" time="0.000"><error message="failed on setup with &quot;boom&quot;">tests/test_a.py:12: boom</error></testcase><testcase classname="tests.test_b" name="test_skip" time="0.000"><skipped type="pytest.skip" message="no">x</skipped></testcase></testsuite></testsuites>`;

export const goJunitReport = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1">
	<testsuite name="example.org/calc" tests="2" failures="1" errors="0" id="0" time="0.160">
		<testcase name="TestAdd" classname="example.org/calc" time="0.060"></testcase>
		<testcase name="TestSub" classname="example.org/calc" time="0.100">
			<failure message="Failed"><![CDATA[    calc_test.go:17: got 3, want 1]]></failure>
		</testcase>
	</testsuite>
</testsuites>`;

export const gtest = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1" disabled="1" errors="0" time="0.035" name="AllTests">
  <testsuite name="MathTest" tests="3" failures="1" disabled="1" errors="0" time="0.015">
    <testcase name="Addition" file="test/math.cc" line="12" status="run" result="completed" time="0.007" classname="MathTest">
      <failure message="math.cc:14&#x0A;Value of: add(1, 1)&#x0A;Expected: 3" type=""><![CDATA[math.cc:14
Value of: add(1, 1)]]></failure>
      <failure message="second" type="">y</failure>
    </testcase>
    <testcase name="Works" status="run" result="completed" time="0.005" classname="MathTest" />
    <testcase name="DISABLED_Off" status="notrun" result="suppressed" time="0." classname="MathTest" />
  </testsuite>
</testsuites>`;
