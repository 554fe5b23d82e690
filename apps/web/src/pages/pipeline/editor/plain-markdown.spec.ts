import { renderMarkdown } from './plain-markdown.js';

describe('a description in the editor', () => {
  it('shows words in backticks as code, and everything else as it is', () => {
    expect(renderMarkdown('Such as `run: make`.')).toBe('Such as <code>run: make</code>.');
    expect(renderMarkdown('<img onerror=x> `<b>`')).toBe('&lt;img onerror=x&gt; <code>&lt;b&gt;</code>');
    expect(renderMarkdown(undefined)).toBe('');
  });
});
