import { bytesText } from './bytes.js';

describe('a number of bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 KB'],
    [12_345, '12.3 KB'],
    [999_499, '999 KB'],
    [12_345_678, '12.3 MB'],
    [5_000_000_000_000_000, '5000 TB'],
  ])('of %d is %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
