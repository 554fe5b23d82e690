import { readFileSync } from 'node:fs';
import { confidenceOf, weights } from './weights.js';

describe('how evidence adds up', () => {
  it.each([
    [[], 0],
    [[0.8], 0.8],
    [[0.8, 0.5], 0.9],
    [[0.5, 0.8], 0.9],
    [[0.2, 0.2, 0.2], 0.49],
    [[0.8, 0.8, 0.8, 0.8], 0.99],
  ])('%j gives %d', (each, together) => expect(confidenceOf(each)).toBe(together));

  it('by the weights that docs/init.md tells', () => {
    const page = readFileSync(new URL('../../../docs/init.md', import.meta.url), 'utf8');
    const [, table = ''] = page.split('| evidence');
    const told = [...table.split('\n\n')[0]!.matchAll(/\| ([\d.]+) +\|/g)].map(([, weight]) => Number(weight));
    expect(told.sort()).toEqual(Object.values(weights).sort());
  });
});
