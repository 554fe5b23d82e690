import type { ProjectId } from '@switchyard/contracts';
import { bodyOf, emptyForm, formOf, isWhole, type TargetForm, textOf, whomText, withField } from './target-form.js';

const form = (more: Partial<TargetForm>): TargetForm => ({ ...emptyForm, name: 'builds', ...more });

describe('the form of a target', () => {
  it('can be sent when it has a name, a moment, and what its kind needs', () => {
    expect(isWhole(form({}))).toBe(true);
    expect(isWhole(form({ name: 'Two Words' }))).toBe(false);
    expect(isWhole(form({ on: [] }))).toBe(false);
    expect(isWhole(form({ target: 'email' }))).toBe(false);
    expect(isWhole(withField(form({ target: 'email' }), 'to', 'ann@example.com'))).toBe(true);
  });

  it('leaves out what is empty, and sends addresses as a list', () => {
    const filled = withField(
      withField(form({ target: 'email', on: ['failure', 'start'] }), 'to', 'a@b.c, d@e.f,'),
      'x',
      ' ',
    );
    expect(bodyOf(filled)).toEqual({
      on: ['start', 'failure'],
      target: 'email',
      config: { to: ['a@b.c', 'd@e.f'] },
    });
  });

  it('keeps what it has no field for', () => {
    const at = { project: 'web' as ProjectId, author: 'ann', at: '2026-11-27T09:00:00.000Z' };
    const known = formOf({
      ...at,
      name: 'hook',
      target: 'webhook',
      on: ['start'],
      config: { url: 'https://example.com', headers: { a: 'b' } },
    });
    expect(bodyOf(withField(known, 'secret', 'key')).config).toEqual({
      url: 'https://example.com',
      headers: { a: 'b' },
      secret: 'key',
    });
  });

  it('is told in a line', () => {
    expect(whomText({ target: 'slack', config: { channel: '#builds' } })).toBe('channel #builds');
    expect(whomText({ target: 'email', config: { to: ['a@b.c', 'd@e.f'] } })).toBe('to a@b.c, d@e.f');
    expect(whomText({ target: 'github', config: {} })).toBe('');
    expect(textOf(undefined)).toBe('');
  });
});
