import { Code } from './coverage/code.js';
import { kept, maxAttributes } from './limits.js';
import { readReport } from './read-report.js';
import { reportOf } from './samples.story.js';

const manyTimes = async function* (start: string, again: string, times: number, end = '') {
  yield Buffer.from(start);
  const block = Buffer.from(again);
  for (let time = 0; time < times; time += 1) yield block;
  yield Buffer.from(end);
};
const memory = () => process.memoryUsage().rss;

describe('a report that means ill', () => {
  it('gets no entity expanded: a billion laughs are a mistake', async () => {
    const entities = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${entities}]>
      <testsuite><testcase name="a"><failure>&l9;</failure></testcase></testsuite>`;
    const { report, mistakes } = await reportOf('junit', { 'bomb.xml': bomb });
    expect(mistakes).toEqual([expect.stringMatching(/^bomb\.xml: Invalid character entity/)]);
    expect(JSON.stringify(report)).not.toContain('lollol');
  });

  it('gets nothing fetched or read: an external entity is a mistake, an external DTD is passed over', async () => {
    const file = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&x;"/></testsuite>';
    const { report, mistakes } = await reportOf('junit', { 'x.xml': file });
    expect(mistakes).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain('root:');
    const dtd = '<!DOCTYPE coverage SYSTEM "http://127.0.0.1:1/coverage-04.dtd"><coverage/>';
    expect((await reportOf('cobertura', { 'c.xml': dtd })).mistakes).toEqual([]);
  });

  it('of more bytes than anybody reads is cut there, and takes no memory for its text', async () => {
    const before = memory();
    const body = manyTimes('<testsuite><testcase name="a"><system-out>', 'x'.repeat(1_048_576), 1_000_000);
    const { report, mistakes } = await readReport('junit', [{ path: 'huge.xml', body }], 8 * 1_048_576);
    expect(mistakes).toEqual(['huge.xml: the report has more than 8388608 bytes']);
    expect(report).toMatchObject({ tests: 0 });
    expect(memory() - before).toBeLessThan(100 * 1_048_576);
  });

  it('of very many tests keeps the first failures and the slowest only', async () => {
    const one = '<testcase name="n" time="1"><failure message="m">t</failure></testcase>'.repeat(1_000);
    const body = manyTimes('<testsuite>', one, 2, '</testsuite>');
    const { report } = await readReport('junit', [{ path: 'many.xml', body }]);
    expect(report).toMatchObject({ tests: 2_000, failed: 2_000 });
    if (report.kind !== 'junit') throw new Error('another kind');
    expect(report.failures).toHaveLength(kept.failures);
    expect(report.slowest).toHaveLength(kept.slowest);
  });

  it.each([
    ['depth', `<testsuite>${'<a>'.repeat(200)}`, /more than 100 within each other/],
    [
      'attributes',
      `<testsuite ${Array.from({ length: maxAttributes + 2 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
      /attributes/,
    ],
    ['one attribute', `<testsuite name="${'x'.repeat(1_500_000)}"/>`, /Max buffer length exceeded/],
    ['one name', `<testsuite><${'x'.repeat(1_500_000)}/></testsuite>`, /Max buffer length exceeded/],
  ])('has no more %s than a report needs', async (_, text, mistake) => {
    const body = manyTimes(text, '', 0);
    const { mistakes } = await readReport('junit', [{ path: 'a.xml', body }]);
    expect(mistakes).toEqual([expect.stringMatching(mistake)]);
  });

  it('says nothing that a terminal or a page would obey, and nothing long', async () => {
    const text = `\u001b[31m\u0007${'x'.repeat(50_000)}\u202e`;
    const file = `<testsuite><testcase name="\u001b]0;t"><failure message="a\u0008b">${text}</failure></testcase></testsuite>`;
    const { report } = await reportOf('junit', { 'a.xml': file });
    if (report.kind !== 'junit') throw new Error('another kind');
    expect(JSON.stringify(report.failures)).not.toMatch(/\\u00[01]|\\b|\u202e/);
    expect(report.failures[0]?.text?.length).toBe(kept.text);
  });

  it('names a million mistakes in a few sentences', async () => {
    const files = Array.from({ length: 1_000 }, (_, n) => ({ path: `${n}\n.xml`, body: manyTimes('no', '', 0) }));
    const { mistakes } = await readReport('junit', files);
    expect(mistakes).toHaveLength(kept.mistakes);
    expect(mistakes.at(-1)).toBe(`and ${1_000 - kept.mistakes + 1} more files could not be read`);
    expect(mistakes.join('')).not.toContain('\n');
  });

  it('of more lines of code than anybody has ends there', () => {
    const code = new Code(3);
    const file = code.file('a');
    for (const line of [1, 2, 3, 2]) code.line(file, line, true);
    expect(() => code.line(code.file('b'), 1, true)).toThrow('it names more than 3 lines of code');
  });

  it('may have the names of what every object has', async () => {
    const file = '<testsuite><testcase name="a"><constructor/><toString/><__proto__/></testcase></testsuite>';
    expect((await reportOf('junit', { 'a.xml': file })).report).toMatchObject({ tests: 1, passed: 1 });
    const text = 'SF:__proto__\n__defineGetter__:1\nconstructor:1\nDA:1,1\nend_of_record\n';
    expect(await reportOf('lcov', { 'a.info': text })).toMatchObject({ mistakes: [], report: { lines: { found: 1 } } });
  });

  it('lets through what is not its file’s doing', async () => {
    const away = async function* (): AsyncGenerator<Uint8Array> {
      throw new Error('the disk is gone');
    };
    await expect(readReport('junit', [{ path: 'a', body: away() }])).rejects.toThrow('the disk is gone');
  });
});
