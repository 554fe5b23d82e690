import { beginningOf, type CachePlace, folderOfKey, untrustedScope } from './cache-place.js';

const place: CachePlace = { project: 'shop', scope: 'trusted', kind: 'files' };
const key = (text: string) => folderOfKey(place, text);

describe('where a cache lies', () => {
  it.each(['npm-1', 'a/../../b', '..', '/etc/passwd', 'größe ✓', '\0', 'x'.repeat(2_000), '%2e%2e', ''])(
    'of %j is a plain name below its place, whatever it holds',
    text => {
      expect(key(text)).toMatch(/^shop\/caches\/trusted\/files\/[A-Za-z0-9_-]{0,125}\.[0-9a-f]{40}\/$/);
    },
  );

  it('is told by the beginning of the key', () => {
    expect(key('npm-Linux/1')).toMatch(/\/npm-Linux_2f1\.[0-9a-f]{40}\/$/);
  });

  it('is another for each key', () => {
    const keys = ['a', 'A', 'a_2f', 'a/', 'x'.repeat(200), 'x'.repeat(201), 'é', '_c3_a9'];
    expect(new Set(keys.map(key)).size).toBe(keys.length);
  });

  it.each([
    ['npm-', 'npm-1'],
    ['npm/', 'npm/ü'],
    ['', 'anything'],
    ['ü'.repeat(30), 'ü'.repeat(90)],
    ['x'.repeat(300), 'x'.repeat(400)],
  ])('begins with the beginning of its key', (prefix, text) => {
    expect(key(text).startsWith(beginningOf(place, prefix).beginning)).toBe(true);
  });

  it('has to be looked at where a beginning is too long for it', () => {
    expect(beginningOf(place, 'x'.repeat(120)).isWhole).toBe(true);
    expect(beginningOf(place, 'x'.repeat(121)).isWhole).toBe(false);
  });
});

describe('the scope of what came from outside', () => {
  it('is one for each pull request of each repository', () => {
    const scopes = [untrustedScope('a', '1'), untrustedScope('a', '2'), untrustedScope('b', '1')];
    expect(new Set(scopes).size).toBe(3);
  });

  it.each(['', '../trusted', '1/../../trusted', 'x'.repeat(100)])('is never another’s for the number %j', number => {
    expect(untrustedScope('a', number)).toMatch(/^untrusted-none-[0-9a-f]{16}$/);
  });
});
