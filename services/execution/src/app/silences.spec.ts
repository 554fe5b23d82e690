import type { SessionId } from '@switchyard/contracts';
import { StoryClock } from './engine.story.js';
import { Silences } from './silences.js';

const alpha = 'alpha' as SessionId;

class TwoClocks extends StoryClock {
  monotonicAt = 500;
  override monotonic() {
    return this.monotonicAt;
  }
}

describe('the silence of a session', () => {
  it('is counted from the moment its last beat was seen, by the monotonic clock', () => {
    const clock = new TwoClocks();
    const silences = new Silences(clock);
    clock.monotonicAt += 70_000;
    expect(silences.of(alpha, { beats: 4 })).toBe(0);
    clock.monotonicAt += 1_000;
    expect(silences.of(alpha, { beats: 4 })).toBe(1_000);
    expect(silences.of(alpha, { beats: 5 })).toBe(0);
  });

  it('does not care how wrong the clock on the wall is', () => {
    const clock = new TwoClocks();
    const silences = new Silences(clock);
    silences.of(alpha, { beats: 4 });
    clock.at += 3_600_000;
    expect(silences.of(alpha, { beats: 4 })).toBe(0);
  });

  it('of one nobody has heard of begins when it is first asked for', () => {
    const clock = new TwoClocks();
    const silences = new Silences(clock);
    clock.monotonicAt += 70_000;
    expect(silences.of(alpha, undefined)).toBe(0);
    clock.monotonicAt += 2_000;
    expect(silences.of(alpha, undefined)).toBe(2_000);
    expect(silences.of(alpha, { beats: 1 })).toBe(0);
  });
});
