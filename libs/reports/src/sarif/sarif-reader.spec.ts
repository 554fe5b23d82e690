import { reportOf } from '../samples.story.js';
import { totalsOf } from '../totals.js';

const at = (uri: string, startLine?: number) => ({
  locations: [
    {
      physicalLocation: { artifactLocation: { uri }, ...(startLine ? { region: { startLine, startColumn: 3 } } : {}) },
    },
  ],
});
const log = (results: unknown[], rules: unknown[] = []) =>
  JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'lint', rules } }, results }] });

describe('SARIF', () => {
  it('counts by level and by rule, the worst first, with places', async () => {
    const rules = [
      { id: 'no-eval', shortDescription: { text: 'Never eval' }, defaultConfiguration: { level: 'error' } },
      { id: 'style', defaultConfiguration: { level: 'note' } },
    ];
    const file = log(
      [
        { ruleId: 'style', message: { text: 'too long' }, ...at('src/a%20b.ts') },
        { ruleIndex: 0, message: { text: 'eval is evil' }, ...at('file:///repo/src/b.ts', 7) },
        { ruleId: 'style', message: { text: 'again' } },
        { ruleId: 'unknown', message: { text: 'what' } },
        { ruleId: 'style', level: 'warning', message: { text: 'said' } },
        { ruleId: 'style', kind: 'pass', message: { text: 'fine' } },
      ],
      rules,
    );
    const whole = await reportOf('sarif', { 'a.sarif': file });
    expect(whole.mistakes).toEqual([]);
    expect(whole.report).toMatchObject({
      ...{ tools: ['lint'], findings: 6, suppressed: 0, levels: { error: 1, warning: 2, note: 2, none: 1 } },
      rules: [
        { rule: 'style', level: 'warning', findings: 4 },
        { rule: 'no-eval', level: 'error', findings: 1, title: 'Never eval' },
        { rule: 'unknown', level: 'warning', findings: 1 },
      ],
      first: [
        { rule: 'no-eval', level: 'error', message: 'eval is evil', file: '/repo/src/b.ts', line: 7, column: 3 },
        { rule: 'unknown' },
        { level: 'warning', message: 'said' },
        { rule: 'style', file: 'src/a b.ts' },
        { message: 'again' },
        { level: 'none' },
      ],
    });
    expect(totalsOf(whole)).toEqual({ kind: 'sarif', findings: 6, errors: 1 });
  });

  it('leaves out what is suppressed or there no more, and fills messages of rules', async () => {
    const rules = [{ id: 'r', messageStrings: { m: { text: 'use {0}, not {1} {9}' } } }];
    const file = log(
      [
        { ruleId: 'r', message: { text: 'x' }, suppressions: [{ kind: 'inSource' }] },
        { ruleId: 'r', message: { text: 'y' }, suppressions: [{ kind: 'external', status: 'rejected' }] },
        { ruleId: 'r', message: { text: 'z' }, baselineState: 'absent' },
        { ruleId: 'r/sub', message: { id: 'm', arguments: ['let', 'var'] } },
      ],
      rules,
    );
    expect((await reportOf('sarif', { 'a.sarif': file })).report).toMatchObject({
      ...{ findings: 2, suppressed: 1 },
      first: [{ message: 'y' }, { message: 'use let, not var {9}' }],
    });
  });

  it.each([
    ['no JSON', '<sarif/>', 'it is not JSON'],
    ['a list', '[]', 'it has no version and runs of SARIF'],
    ['another version', '{"version":"1.0.0","runs":[]}', 'it is SARIF 1.0.0, and only 2.1.0 is read'],
    ['very deep JSON', '['.repeat(200_000), 'it is not JSON'],
  ])('says that %s is none', async (_, text, mistake) => {
    expect((await reportOf('sarif', { 'a.sarif': text })).mistakes).toEqual([`a.sarif: ${mistake}`]);
  });

  it('reads whatever shape its parts have', async () => {
    const runs = [null, 3, {}, { tool: [], results: [null, 7, { message: 'm', locations: [{}] }, { ruleIndex: -1 }] }];
    const { report, mistakes } = await reportOf('sarif', { 'a.sarif': JSON.stringify({ version: '2.1.0', runs }) });
    expect(mistakes).toEqual([]);
    expect(report).toMatchObject({ findings: 4, rules: [{ rule: '(no rule)', findings: 4 }] });
  });
});
