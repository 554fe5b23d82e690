import type { NotifyKind } from '@switchyard/contracts';
import { nameOf, targetOf } from './target.js';

describe('a target', () => {
  it.each<[NotifyKind, Record<string, unknown>, object]>([
    ['webhook', { url: 'https://a.example/x?key=1' }, { url: 'https://a.example/x?key=1', headers: {} }],
    [
      'webhook',
      { url: 'http://a.example', secret: 's', headers: { 'X-A': 'b' } },
      { secret: 's', headers: { 'X-A': 'b' } },
    ],
    ['slack', {}, { secret: 'slack' }],
    ['slack', { secret: 'other', channel: '#a', message: 'x\ny' }, { secret: 'other', channel: '#a', message: 'x y' }],
    ['email', { to: 'a@b.example' }, { to: ['a@b.example'] }],
    ['email', { to: ['a@b.example'], subject: 'x\r\nBcc: c@d.example' }, { subject: 'x Bcc: c@d.example' }],
    ['github', {}, { as: 'status' }],
    ['github', { as: 'comment', repository: 'a/b', context: 'c' }, { as: 'comment', repository: 'a/b', context: 'c' }],
  ])('of %s is read from %j', (kind, config, expected) => {
    expect(targetOf(kind, config)).toMatchObject({ target: { kind, ...expected } });
  });

  it.each<[NotifyKind, Record<string, unknown>]>([
    ['webhook', {}],
    ['webhook', { url: 1 }],
    ['webhook', { url: 'file:///etc/passwd' }],
    ['webhook', { url: 'gopher://a.example' }],
    ['webhook', { url: 'https://user:word@a.example' }],
    ['webhook', { url: `https://a.example/${'x'.repeat(2_000)}` }],
    ['webhook', { url: 'https://a.example', headers: 'x' }],
    ['webhook', { url: 'https://a.example', headers: { host: 'b' } }],
    ['webhook', { url: 'https://a.example', headers: { 'Content-Length': '0' } }],
    ['webhook', { url: 'https://a.example', headers: { 'Yard-Signature': 'v1=0' } }],
    ['webhook', { url: 'https://a.example', headers: { a: 'b\r\nc: d' } }],
    ['webhook', { url: 'https://a.example', headers: { 'a b': 'c' } }],
    ['webhook', { url: 'https://a.example', headers: { a: 1 } }],
    [
      'webhook',
      { url: 'https://a.example', headers: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`a${n}`, ''])) },
    ],
    ['email', {}],
    ['email', { to: 'nobody' }],
    ['email', { to: 'a@b.example, c@d.example' }],
    ['email', { to: 'a@b.example\r\nBcc: c@d.example' }],
    ['email', { to: ['a@b.example', 1] }],
    ['email', { to: Array.from({ length: 51 }, () => 'a@b.example') }],
  ])('of %s is not read from %j', (kind, config) => {
    expect(targetOf(kind, config)).toEqual({ mistake: expect.any(String), suggestion: expect.any(String) });
  });

  it('has a name for people, without what may be a secret', () => {
    const names = [
      targetOf('webhook', { url: 'https://a.example/x?key=1', headers: { authorization: 'x' } }),
      targetOf('slack', {}),
      targetOf('email', { to: ['a@b.example', 'c@d.example'] }),
      targetOf('github', { repository: 'a/b' }),
    ].map(({ target }) => target && nameOf(target));
    expect(names).toEqual(['https://a.example/x', 'secret slack', 'a@b.example, c@d.example', 'status of a/b']);
  });
});
