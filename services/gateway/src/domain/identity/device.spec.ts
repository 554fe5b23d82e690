import { type Device, deviceTimes, judgePoll, nextInterval, shownCode, typedCode, userCodeOf } from './device.js';

const device = (more: Partial<Device> = {}): Device => ({
  digest: 'd',
  userDigest: 'u',
  name: 'yard on laptop',
  agent: 'yard',
  ip: '192.0.2.1',
  days: 90,
  createdAt: 0,
  expiresAt: 600_000,
  intervalMs: 5_000,
  state: 'waiting',
  ...more,
});

describe('a device that waits', () => {
  it.each([
    [{}, 1_000, 'pending'],
    [{ state: 'confirmed' }, 1_000, 'ready'],
    [{ state: 'denied' }, 1_000, 'denied'],
    [{ state: 'used' }, 1_000, 'over'],
    [{}, 600_000, 'over'],
    [{ state: 'confirmed' }, 600_000, 'over'],
    [{ askedAt: 1_000 }, 5_999, 'slow-down'],
    [{ askedAt: 1_000 }, 6_000, 'pending'],
    [{ askedAt: 1_000, state: 'confirmed' }, 5_999, 'slow-down'],
    [{ askedAt: 1_000, state: 'denied' }, 2_000, 'slow-down'],
  ] as const)('%p asked at %p ms is answered %s', (more, now, answer) =>
    expect(judgePoll(device(more), now)).toBe(answer),
  );

  it('that nobody knows is over', () => expect(judgePoll(undefined, 0)).toBe('over'));

  it('waits five seconds longer after each question that comes too early, and never longer than a minute', () => {
    expect(nextInterval(device(), 'slow-down')).toBe(10_000);
    expect(nextInterval(device(), 'pending')).toBe(5_000);
    expect(nextInterval(device({ intervalMs: 58_000 }), 'slow-down')).toBe(deviceTimes.slowestMs);
  });
});

describe('user codes', () => {
  it('use each letter alike, and are the same however they are typed', () => {
    const all = Uint8Array.from({ length: 256 }, (_, n) => n);
    const counts = new Map<string, number>();
    for (const byte of all) {
      const letter = userCodeOf(new Uint8Array(8).fill(byte))?.[0];
      if (letter) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect([counts.size, new Set(counts.values()).size]).toEqual([20, 1]);
    const code = userCodeOf(all) ?? '';
    expect(shownCode(code)).toBe('BCDF-GHJK');
    for (const typed of ['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk ', 'BCDF–GHJK']) expect(typedCode(typed)).toBe(code);
  });

  it.each(['', 'BCDF', 'AEIO-UAEI', 'BCDF-GHJKL', '{"$ne":1}', '\u0000'.repeat(8), 'ßßßßßßßß'])('%p is none', typed =>
    expect(typedCode(typed)).toBeUndefined(),
  );

  it('are none where chance gave too few letters', () =>
    expect(userCodeOf(new Uint8Array(16).fill(255))).toBeUndefined());
});
