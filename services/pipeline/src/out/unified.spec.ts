import { applyPatch } from 'diff';
import { unified } from './unified.js';

describe('what changed between two versions', () => {
  const content = (version: number, yaml: string, includes: Record<string, string> = {}) => ({
    version,
    yaml,
    includes,
  });

  it('is a unified diff with both versions named', () => {
    expect(unified(content(1, 'a\nb\nc\n'), content(2, 'a\nx\nc\n'), 1_000)).toBe(
      [
        '--- pipeline.yaml\tversion 1',
        '+++ pipeline.yaml\tversion 2',
        '@@ -1,3 +1,3 @@',
        ' a',
        '-b',
        '+x',
        ' c',
        '',
      ].join('\n'),
    );
  });

  it('is nothing between two that are the same', () => {
    expect(unified(content(1, 'a'), content(2, 'a'), 1_000)).toBe('');
  });

  it('tells each included file, also one that came or went', () => {
    const diff = unified(
      content(1, 'a\n', { 'ci/x.yaml': '1\n', 'ci/same.yaml': '=', 'library:node': '1\n' }),
      content(2, 'a\n', { 'ci/y.yaml': '1\n', 'ci/same.yaml': '=', 'library:node': '2\n' }),
      1_000,
    );
    expect(diff.match(/^(---|\+\+\+) .*$/gm)).toEqual([
      '--- ci/x.yaml\tversion 1',
      '+++ /dev/null\tversion 2',
      '--- /dev/null\tversion 1',
      '+++ ci/y.yaml\tversion 2',
      '--- library:node\tversion 1',
      '+++ library:node\tversion 2',
    ]);
  });

  it('says that before the first there was nothing', () => {
    expect(unified(content(0, ''), content(1, 'a\n'), 1_000)).toMatch(/^--- \/dev\/null\t.*\n\+\+\+ pipeline.yaml\t/);
  });

  it('of two large texts with nothing in common is given up in time, and is right', () => {
    const lines = (seed: number) => Array.from({ length: 60_000 }, (_, n) => `${(n * seed) % 997}`).join('\n');
    const [before, after] = [lines(31), lines(37)];
    const diff = unified(content(1, before), content(2, after), 60);
    expect(applyPatch(before, diff)).toBe(after);
  });

  it('leaves out what does not fit one message, and says so', () => {
    const diff = unified(
      content(1, 'a\n', { big: 'x\n'.repeat(600_000) }),
      content(2, 'b\n', { big: 'y\n'.repeat(600_000) }),
      60,
    );
    expect(diff.length).toBeLessThan(1_100_000);
    expect(diff).toContain('-a\n+b\n');
    expect(diff).toMatch(/^--- big\t.*\n\+\+\+ big\t.*\n# \d+ characters: too long to be shown\n$/m);
  });
});
