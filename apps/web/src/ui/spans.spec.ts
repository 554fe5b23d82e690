import { bytesText, exactText, relativeText, spanText } from './spans.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('times as people read them', () => {
  it.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [4_230, '4.2 s'],
    [9_999, '10 s'],
    [59_400, '59 s'],
    [59_600, '1m'],
    [200_000, '3m 20s'],
    [7_500_000, '2h 5m'],
    [3_600_000, '1h'],
    [273_600_000, '3d 4h'],
    [-5, '0 s'],
    [Number.NaN, '0 s'],
  ])('says of %d ms that they are %s', (ms, said) => expect(spanText(ms)).toBe(said));

  it.each([
    [0, 'just now'],
    [3_000, 'just now'],
    [-9_000, 'just now'],
    [-30_000, '30 sec. ago'],
    [-300_000, '5 min. ago'],
    [-7_200_000, '2 hr. ago'],
    [-86_400_000, 'yesterday'],
    [10_800_000, 'in 3 hr.'],
    [-40 * 86_400_000, 'last mo.'],
    [-800 * 86_400_000, '2 yr. ago'],
  ])('says of what is %d ms away: %s', (ms, said) => expect(relativeText(now + ms, now)).toBe(said));

  it('says exactly when, with the zone', () => {
    const said = exactText(now);
    expect(said).toMatch(/^2026-0[23]-\d\d \d\d:\d\d:00 [+-]\d\d:\d\d$/);
    expect(Date.parse(said.replace(/^(\S+) (\S+) (\S+)$/, '$1T$2$3'))).toBe(now);
  });

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1.0 KB'],
    [20_971_520, '20 MB'],
    [2 ** 60, '1048576 TB'],
  ])('says of %d bytes that they are %s', (bytes, said) => expect(bytesText(bytes)).toBe(said));
});
