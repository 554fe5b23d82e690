import { isCommitName, isMistake, isWholeCommit, readRepository, wrongRef } from './repository-address.js';

describe('the address of a repository', () => {
  it.each([
    [
      'https://git.example/org/web.git',
      { protocol: 'https', url: 'https://git.example/org/web.git', host: 'git.example' },
    ],
    [
      'HTTPS://Git.Example:8443/Org/Web',
      { protocol: 'https', url: 'https://git.example:8443/Org/Web', host: 'git.example:8443' },
    ],
    [
      'https://bot@git.example/web',
      { protocol: 'https', url: 'https://git.example/web', host: 'git.example', user: 'bot' },
    ],
    ['http://[::1]:80/web', { protocol: 'http', url: 'http://[::1]:80/web', host: '[::1]:80' }],
    ['git://127.0.0.1/web', { protocol: 'git', url: 'git://127.0.0.1/web', host: '127.0.0.1' }],
    [
      'git@git.example:org/web.git',
      { protocol: 'ssh', url: 'git@git.example:org/web.git', host: 'git.example', user: 'git' },
    ],
    ['git.example:web', { protocol: 'ssh', url: 'git.example:web', host: 'git.example' }],
    [
      'ssh://git@git.example:2222/~/web',
      { protocol: 'ssh', url: 'ssh://git@git.example:2222/~/web', host: 'git.example:2222', user: 'git' },
    ],
    ['/srv/git/web', { protocol: 'file', url: 'file:///srv/git/web', host: '', path: '/srv/git/web' }],
    ['file:///srv/git/web', { protocol: 'file', url: 'file:///srv/git/web', host: '', path: '/srv/git/web' }],
  ])('%s is read', (text, address) => {
    expect(readRepository(text)).toEqual(address);
  });

  it.each([
    '',
    '-',
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=touch',
    'ext::sh -c touch% /tmp/x',
    'ext::sh',
    'fd::17',
    'EXT::sh',
    '::x',
    'transport::https://git.example/web',
    'ftp://git.example/web',
    'javascript://git.example/web',
    'file://git.example/web',
    'file://../etc',
    '/srv/../etc/web',
    './web',
    '../web',
    'web',
    'org/web',
    'https://',
    'https:///web',
    'https://git.example',
    'https://git.example/',
    'https://git.example/-x',
    'https://-oProxyCommand=x/web',
    'https://git.example/web?x=1',
    'https://git.example/web#x',
    'https://git.example/a\\b',
    'https://git.example/../x',
    'https://git.example:0/web',
    'https://git.example:99999/web',
    'https://git.example:22x/web',
    'https://a@b@git.example/web',
    'https://git%2eexample/web',
    'ssh://-oProxyCommand=touch/web',
    'ssh://git@-oProxyCommand=touch/web',
    'ssh://-x@git.example/web',
    'ssh://git.example/-web',
    '-oProxyCommand=x:web',
    'git@-oProxyCommand=x:web',
    '-x@git.example:web',
    'git@git.example:-web',
    'git@git.example:',
    'git@git example:web',
    'https://git.example/a b',
    'https://git.example/a\nb',
    'https://git.example/a\u0000b',
    'https://git.example/a\u202eb',
    `https://git.example/${'a'.repeat(2_000)}`,
  ])('%j is none', text => {
    const read = readRepository(text);
    expect(isMistake(read) && read.code).toBe('bad-repository');
    expect(isMistake(read) && read.mistake.length).toBeLessThan(200);
  });

  it.each([
    'https://bot:hunter2@git.example/web',
    'https://:hunter2@git.example/web',
    'ssh://git:hunter2@git.example/web',
  ])('%s holds a password, which is not repeated', text => {
    const read = readRepository(text);
    expect(isMistake(read) && read.code).toBe('credentials-in-url');
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});

describe('a ref', () => {
  it.each([
    'main',
    'release/2.0',
    'v1.2.3',
    'refs/heads/main',
    'refs/pull/7/head',
    'feature/-x',
    'HEAD',
    'größe',
    'a@b',
  ])('%s is good', ref => expect(wrongRef(ref)).toBeUndefined());

  it.each([
    '',
    '-x',
    '--upload-pack=touch',
    '--output=/etc/passwd',
    'a b',
    'a\nb',
    'a\u0000b',
    'a\u001bb',
    'a..b',
    'a~1',
    'a^{}',
    'a:b',
    '+a:refs/heads/b',
    ':/fix',
    'a*',
    'a?',
    'a[b',
    'a\\b',
    '@',
    'a@{1}',
    '/a',
    'a/',
    'a//b',
    'a.',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a'.repeat(501),
  ])('%j is none', ref => {
    expect(wrongRef(ref)?.length).toBeLessThan(200);
  });
});

describe('a commit', () => {
  it.each([
    ['4f2a', true, false],
    ['a'.repeat(40), true, true],
    ['a'.repeat(64), true, true],
    ['a'.repeat(41), true, false],
    ['A'.repeat(40), false, false],
    ['4f2', false, false],
    ['a'.repeat(65), false, false],
    ['HEAD', false, false],
    [`${'a'.repeat(40)}\n`, false, false],
  ])('%j: a name %s, a whole one %s', (text, isName, isWhole) => {
    expect([isCommitName(text), isWholeCommit(text)]).toEqual([isName, isWhole]);
  });
});
