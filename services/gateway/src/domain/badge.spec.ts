import fc from 'fast-check';
import { badgeOf, wordOf } from './badge.js';

const tags = (svg: string) => [...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, name]) => name);
const shape = tags(badgeOf('web', 'success'));

describe('a badge', () => {
  it('says the name and how it is, also to those who do not see it', () => {
    const svg = badgeOf('web', 'success');
    expect(svg).toContain('aria-label="web: passing"');
    expect(svg).toContain('<title>web: passing</title>');
    expect(svg.length).toBeLessThan(900);
  });

  it('holds no more than it should, whatever the name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), name => {
        const svg = badgeOf(name, 'failed');
        expect(tags(svg)).toEqual(shape);
        expect(svg).not.toMatch(/[\x00-\x1f]/);
        expect(svg.length).toBeLessThan(2_000);
      }),
    );
    expect(badgeOf('</text><script>alert(1)</script>', 'failed')).not.toContain('<script');
    expect(badgeOf('x" onload="alert(1)', 'failed')).not.toContain('" onload="');
  });

  it('tells of the last end, and of what runs only where nothing has ended', () => {
    expect(wordOf([{ status: 'running' }, { status: 'failed' }, { status: 'success' }])).toBe('failed');
    expect(wordOf([{ status: 'pending' }])).toBe('running');
    expect(wordOf([])).toBe('unknown');
  });
});
