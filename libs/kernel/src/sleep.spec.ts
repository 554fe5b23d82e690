import { untilNextBeat } from './sleep.js';

describe('what is done now and then', () => {
  it('is done at the same moments, and never at once again', () => {
    const ends = [0, 10, 49, 50, 51, 99, 100, 1_049].map(now => now + untilNextBeat(100, now));
    expect(ends).toEqual([100, 100, 100, 100, 200, 200, 200, 1_100]);
  });
});
