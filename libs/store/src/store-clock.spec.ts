import { StoreClock } from './store-clock.js';

describe('the clock of the store', () => {
  it('tells the time of the store, not that of the machine', async () => {
    const anHourAhead = 3_600_000;
    const clock = new StoreClock(async () => Date.now() + anHourAhead);
    await clock.look();
    expect(Math.abs(clock.now() - Date.now() - anHourAhead)).toBeLessThan(1_000);
  });

  it('goes on by itself between two looks, and never back while nobody looks', async () => {
    let looks = 0;
    const clock = new StoreClock(async () => {
      looks += 1;
      return 1_000;
    });
    await clock.look();
    const times = Array.from({ length: 1_000 }, () => clock.now());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(looks).toBe(1);
  });
});
