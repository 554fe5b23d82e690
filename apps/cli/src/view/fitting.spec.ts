import { cut } from './cut.js';
import { Progress, progressLine } from './progress.js';
import { Screen } from './screen.story.js';
import { fitTables, narrowed, table, width } from './table.js';

describe('a table on a narrow terminal', () => {
  afterEach(() => fitTables(undefined));
  const rows = [
    ['01k7n5pa000000000000000000', 'a pipeline with a long name', 'and a reason that is longer still, by far'],
  ];
  const head = ['execution', 'pipeline', 'why'];

  it('fits: long texts are cut first, and identifiers never', () => {
    fitTables(60);
    const lines = table(head, rows);
    expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(60);
    expect(lines[1]).toContain('01k7n5pa000000000000000000');
    expect(lines[1]).toContain('…');
  });

  it('is as wide as it is where there is room, or no terminal', () => {
    const whole = table(head, rows);
    expect(whole[1]).toContain('by far');
    fitTables(200);
    expect(table(head, rows)).toEqual(whole);
  });

  it.each([
    [[10, 20, 30], [5, 5, 5], 50, [10, 18, 18]],
    [[10, 20, 30], [10, 20, 30], 20, [10, 20, 30]],
    [[10, 50], [10, 12], 1, [10, 12]],
  ])('gives columns %p with floors %p in %p columns %p', (widths, floors, columns, given) =>
    expect(narrowed(widths, floors, columns)).toEqual(given),
  );
});

describe('a cut line', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['longer than it may be', 10, 'longer th…\u001b[0m'],
    ['\u001b[31mred and long\u001b[0m', 6, '\u001b[31mred a…\u001b[0m'],
    ['日本語', 5, '日本…\u001b[0m'],
  ])('%p in %p columns is %p', (line, columns, shown) => expect(cut(line, columns)).toBe(shown));
});

describe('progress', () => {
  it.each([
    [progressLine('site', 4_200_000, 10_000_000), /^site {2}█{10}░{14} {3}42 % {2}4\.2 MB of 10\.0 MB$/],
    [progressLine('a\u001b[2Jb', 5, undefined), /^ab {2}5 bytes|^ab {2}5 B/],
    [progressLine('nothing', 0, 0), /100 %/],
    [progressLine('more than said', 20, 10), /100 %/],
  ])('%p', (line, shown) => expect(line).toMatch(shown));

  it('draws ten times a second at most, on standard error where that is a terminal, and goes away', () => {
    const screen = new Screen({ isTTY: true });
    let now = 0;
    const progress = new Progress(screen.terminal, 'site', 100, () => now);
    for (; now < 1_000; now += 1) progress.add(0.1);
    progress.close();
    const drawn = screen.notes.split('\r').slice(1);
    expect(drawn.length).toBe(11);
    expect(drawn.at(-1)).toBe('\u001b[K');
  });

  it('says nothing where nobody looks', () => {
    const screen = new Screen({ isTTY: false });
    const progress = new Progress(screen.terminal, 'site', 100);
    progress.add(50);
    progress.close();
    expect(screen.notes).toBe('');
  });
});
