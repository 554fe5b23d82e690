import { diffLines, mostLines } from './diff-lines.js';

const diff = `--- version 1
+++ version 2
@@ -1,3 +1,4 @@
 name: web
-steps: []
+steps:
+  - run: make
 end: here
`;

describe('a unified diff', () => {
  it('is read with the numbers of its lines', () =>
    expect(diffLines(diff).map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
      ['file', undefined, undefined, '--- version 1'],
      ['file', undefined, undefined, '+++ version 2'],
      ['place', undefined, undefined, '@@ -1,3 +1,4 @@'],
      ['same', 1, 1, 'name: web'],
      ['removed', 2, undefined, 'steps: []'],
      ['added', undefined, 2, 'steps:'],
      ['added', undefined, 3, '  - run: make'],
      ['same', 3, 4, 'end: here'],
    ]));

  it('takes lines of the file that look like headings for what they are', () => {
    const odd = '@@ -1,2 +1 @@\n--- a\n-@@ -1 +1 @@\n+++ b\n';
    expect(diffLines(odd).map(({ kind, text }) => [kind, text])).toEqual([
      ['place', '@@ -1,2 +1 @@'],
      ['removed', '-- a'],
      ['removed', '@@ -1 +1 @@'],
      ['added', '++ b'],
    ]);
  });

  it('is bounded, and empty where both are the same', () => {
    expect(diffLines('')).toEqual([]);
    expect(diffLines('+x\n'.repeat(20_000))).toHaveLength(mostLines);
  });
});
