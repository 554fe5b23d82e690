import { attachment, contentTypeOf, fileNameOf } from './content-type.js';
import { listOfFiles } from './list-of-files.js';

const sha256 = 'a'.repeat(64);
const file = (path: string, offset = 512, bytes = 3) => ({ path, bytes, sha256, mode: 0o644, offset });
const listOf = (...files: unknown[]) => listOfFiles(JSON.stringify({ v: 1, files }));

describe('the list of an artifact', () => {
  it('is taken as it is when it is one', () => {
    const files = [file('a.txt'), file('dist/b c.txt', 1_536), file('..a/...', 2_048, 0)];
    expect(listOf(...files)).toEqual(files);
    expect(listOf()).toEqual([]);
  });

  it.each([
    '../up',
    'a/../../up',
    '/etc/passwd',
    'C:/up',
    'a\\..\\up',
    'a//b',
    './a',
    'a/.',
    'a\nb',
    '\u001b[2J',
    '',
    `${'x'.repeat(5_000)}`,
    'a\u0000',
  ])('names no file %j', path => expect(listOf(file(path))).toBeUndefined());

  it.each([
    ['no JSON', 'x'],
    ['no list', '{"files":{}}'],
    ['nothing', 'null'],
  ])('is not %s', (_, text) => expect(listOfFiles(text)).toBeUndefined());

  it.each([
    ['a file twice', [file('a'), file('a', 1_536)]],
    ['files within each other', [file('a'), file('b', 513)]],
    ['a size below nothing', [file('a', 512, -1)]],
    ['a size that is no number', [{ ...file('a'), bytes: '3' }]],
    ['a hash that is none', [{ ...file('a'), sha256: 'x' }]],
    ['nothing in place of a file', [null]],
  ])('has not %s', (_, files) => expect(listOf(...files)).toBeUndefined());
});

describe('a file of an artifact', () => {
  it.each([
    ['a.png', 'image/png'],
    ['A.TXT', 'text/plain; charset=utf-8'],
    ['index.html', 'application/octet-stream'],
    ['a.svg', 'application/octet-stream'],
    ['constructor', 'application/octet-stream'],
    ['a.__proto__', 'application/octet-stream'],
  ])('%s is %s', (path, type) => expect(contentTypeOf(path)).toBe(type));

  it('has a name that ends no header and leads nowhere', () => {
    expect(fileNameOf('../../etc/pass wd')).toBe('etc-pass-wd');
    expect(fileNameOf('…')).toBe('artifact');
    expect(attachment('a"; b\r\nc: d')).toBe(
      `attachment; filename="a-b-c-d"; filename*=UTF-8''a%22%3B%20b%0D%0Ac%3A%20d`,
    );
  });
});
