import { reportOf } from '../samples.story.js';
import { totalsOf } from '../totals.js';

const lcov = `TN:one
SF:src/a.ts
FN:1,add
FNDA:2,add
FNF:2
FNH:1
BRDA:1,0,0,1
BRF:4
BRH:1
DA:1,2
DA:2,0
DA:3,0
LF:3
LH:1
end_of_record
SF:src/b.ts
DA:1,1,aGFzaA
end_of_record
TN:two
SF:src/a.ts
FNF:2
FNH:2
DA:2,5
DA:3,0
end_of_record
`;

const cobertura = `<?xml version="1.0" ?>
<!DOCTYPE coverage SYSTEM 'http://cobertura.sourceforge.net/xml/coverage-04.dtd'>
<coverage line-rate="0.5" branch-rate="0.5" lines-covered="3" lines-valid="5" version="1">
  <packages><package name="p"><classes>
    <class name="A" filename="src/a.py" line-rate="0.5">
      <methods>
        <method name="run" signature="()V" line-rate="0"><lines><line number="1" hits="4"/></lines></method>
        <method name="stop" signature="()V" line-rate="0"><lines><line number="2" hits="0"/></lines></method>
      </methods>
      <lines>
        <line number="1" hits="4" branch="true" condition-coverage="50% (1/2)"/>
        <line number="2" hits="0"/>
      </lines>
    </class>
    <class name="A.Inner" filename="src/a.py"><methods/><lines><line number="2" hits="0"/><line number="9" hits="1"/></lines></class>
    <class name="B" filename="src/b.py"><lines><line number="1" hits="0"/><line number="x" hits="1"/></lines></class>
  </classes></package></packages>
</coverage>`;

describe('coverage', () => {
  it('of LCOV: what one of its tests ran has run, and the worst file comes first', async () => {
    const whole = await reportOf('lcov', { 'lcov.info': lcov });
    expect(whole).toEqual({
      kind: 'lcov',
      mistakes: [],
      report: {
        ...{ kind: 'lcov', files: 2, lines: { found: 4, hit: 3 }, functions: { found: 2, hit: 2 } },
        branches: { found: 4, hit: 1 },
        worst: [{ path: 'src/a.ts', lines: { found: 3, hit: 2 } }],
      },
    });
    expect(totalsOf(whole)).toEqual({ kind: 'lcov', lines: 4, linesHit: 3 });
  });

  it('of LCOV that is none, or breaks off, says so', async () => {
    const { mistakes } = await reportOf('lcov', {
      'no.info': '{}',
      'half.info': lcov.slice(0, lcov.indexOf('DA:2,0')),
      'wide.info': 'x'.repeat(70_000),
    });
    expect(mistakes).toEqual([
      'no.info: it has no line SF: and so is no LCOV',
      'half.info: it ends in the middle of a file: end_of_record is missing',
      'wide.info: it has a line of more than 65536 characters',
    ]);
  });

  it('of Cobertura: lines once, also those that stand in methods or in two classes of one file', async () => {
    expect((await reportOf('cobertura', { 'c.xml': cobertura })).report).toEqual({
      ...{ kind: 'cobertura', files: 2, lines: { found: 4, hit: 2 } },
      functions: { found: 2, hit: 1 },
      branches: { found: 2, hit: 1 },
      worst: [
        { path: 'src/b.py', lines: { found: 1, hit: 0 } },
        { path: 'src/a.py', lines: { found: 3, hit: 2 } },
      ],
    });
  });
});
