import { largestFile } from '../limits.js';
import { includesOf } from './include-paths.js';

describe('the files a text asks for', () => {
  it.each([
    ['a list', 'include: [a.yaml, ci/b.yaml, library:go, a.yaml]', ['a.yaml', 'ci/b.yaml', 'library:go']],
    ['one', 'include: a.yaml', ['a.yaml']],
    ['none', 'name: a', []],
    [
      'places that cannot be',
      'include: [/etc/passwd, ../a, a//b, ./a, "a\\\\b", https://x/y, "library:A B", 3, {}]',
      [],
    ],
    ['no YAML', 'include: [a.yaml', ['a.yaml']],
    ['nothing like it', '\0include{{{', []],
    ['far too much', `include: [a.yaml]\n#${'x'.repeat(largestFile)}`, []],
  ])('are known, of %s', (_what, text, paths) => {
    expect(includesOf(text)).toEqual(paths);
  });
});
