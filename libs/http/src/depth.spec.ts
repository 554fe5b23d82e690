import { isDeeper } from './depth.js';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;

describe('the depth of a body', () => {
  it.each([
    ['nothing', undefined, false],
    ['a text', 'text', false],
    ['as deep as may be', nested(3), false],
    ['one deeper', nested(4), true],
    ['fifty thousand deeper', nested(50_000), true],
    ['objects', { a: { b: { c: {} } } }, true],
    ['wide', Array.from({ length: 10_000 }, () => [[]]), false],
  ])('of %s', (_what, value, deeper) => expect(isDeeper(value, 3)).toBe(deeper));
});
