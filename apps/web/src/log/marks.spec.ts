import { markOf, mayHaveMark } from './marks.js';

const marked = (line: string) => (mayHaveMark(Buffer.from(line).toString('latin1')) ? markOf(line) : undefined);

describe('a line', () => {
  it.each([
    ['##[group]Install', { kind: 'begin', title: 'Install' }],
    ['\x1b[36m##[group]Grüße <b>\x1b[0m', { kind: 'begin', title: 'Grüße <b>' }],
    ['::group::Install\r', { kind: 'begin', title: 'Install' }],
    ['##[endgroup]', { kind: 'end' }],
    ['::endgroup::\r', { kind: 'end' }],
    ['\x1b[0Ksection_start:1560896352:my_first\r\x1b[0KHeader', { kind: 'begin', name: 'my_first', title: 'Header' }],
    ['section_start:1:a[collapsed=true]\r\x1b[0K', { kind: 'begin', name: 'a', title: 'a', isCollapsed: true }],
    ['\x1b[0Ksection_end:1560896353:my_first\r\x1b[0K', { kind: 'end', name: 'my_first' }],
    ['say ##[group]Install', undefined],
    ['##[endgroup] and more', undefined],
  ])('%j is the mark %j', (line, mark) => expect(marked(line)).toEqual(mark));

  it.each([
    '##[error]Process completed with exit code 1.',
    '::error file=a.ts,line=1::no',
    'error: no such file',
    'Error: cannot find module',
    'src/a.ts(3,1): error TS2322: not so',
    'src/a.c:3:1: error: expected ;',
    'error[E0382]: borrow of moved value',
    'fatal: not a git repository',
    'npm ERR! Error: x',
    'TypeError: x is not a function',
    'java.lang.IllegalStateException: no',
    'panic: runtime error: index out of range',
    'Traceback (most recent call last):',
    'FAIL src/a.spec.ts',
    '--- \x1b[31mFAILED: test\x1b[0m'.slice(4),
    '[ERROR] Failed to execute goal',
    '  ✕ adds (3 ms)',
  ])('%j says that something went wrong', line => expect(marked(line)).toEqual({ kind: 'error' }));

  it.each([
    '0 errors: all is well',
    'no errors: fine',
    'errors.ts compiled',
    'ok 3 - handles error',
    'failover done',
    '',
  ])('%j does not', line => expect(marked(line)).toBeUndefined());

  it('is judged in a time that grows with it', () => {
    for (const evil of ['error ', 'a'.repeat(80), '(error', '::', 'section_start:1:', '\x1b['])
      expect(() => markOf(evil.repeat(100).slice(0, 512))).not.toThrow();
  });
});
