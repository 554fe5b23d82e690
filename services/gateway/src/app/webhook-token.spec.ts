import { createHmac } from 'node:crypto';
import type { PipelineId } from '@switchyard/contracts';
import { check, digestOf, tokenOf } from './webhook-token.js';

const [key, id] = ['k'.repeat(32), '01m84ywy6a68hprqsqj13hxz8x' as PipelineId];
const body = Buffer.from('{"ref":"refs/heads/main"}');

describe('the token of a webhook', () => {
  const token = tokenOf(key, id, 'salt');
  const kept = { salt: 'salt', digest: digestOf(token), createdAt: '', createdBy: 'alice' };
  const signed = (by: string) => createHmac('sha256', by).update(body).digest('hex');

  it('is another one for each pipeline, each salt and each key', () => {
    const other = tokenOf(key, '01m84ywyccwh2egkrpyg85s86c' as PipelineId, 'salt');
    expect(new Set([token, tokenOf(key, id, 'other'), tokenOf('x'.repeat(32), id, 'salt'), other]).size).toBe(4);
    expect(token).toMatch(/^yhk_[\w-]{43}$/);
  });

  it('lets in who has it, and nobody else', () => {
    expect(check(key, id, kept, { kind: 'token', token })).toBe('ok');
    for (const wrong of ['', 'yhk_', `${token}x`, token.toUpperCase()])
      expect(check(key, id, kept, { kind: 'token', token: wrong })).toBe('wrong');
  });

  it('proves a body that was signed with it', () => {
    const proof = { kind: 'signature' as const, body };
    expect(check(key, id, kept, { ...proof, signature: signed(token) })).toBe('ok');
    expect(check(key, id, kept, { ...proof, signature: signed('other') })).toBe('wrong');
    expect(check(key, id, kept, { ...proof, signature: '' })).toBe('wrong');
    expect(check(key, id, kept, { ...proof, signature: signed(token), body: Buffer.from('{}') })).toBe('wrong');
  });

  it('stays good under another key of the platform, but signatures need a new one', () => {
    const other = 'y'.repeat(32);
    expect(check(other, id, kept, { kind: 'token', token })).toBe('ok');
    expect(check(other, id, kept, { kind: 'signature', body, signature: signed(token) })).toBe('other-key');
  });
});
