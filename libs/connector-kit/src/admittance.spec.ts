import { Admittance } from './admittance.js';

describe('the admittance of a machine', () => {
  let opened: number;
  let admittance: Admittance;
  beforeEach(() => {
    opened = 0;
    admittance = new Admittance(() => (opened += 1));
  });

  it('is closed until the platform has said that it is open', () => {
    expect(admittance).toMatchObject({ isOpen: false, isDrained: false });
    expect(admittance.learn(false)).toBe(false);
    expect(admittance).toMatchObject({ isOpen: true, isDrained: false });
    expect(opened).toBe(1);
  });

  it('opens nothing where the machine was drained before its process was started', () => {
    expect(admittance.learn(true)).toBe(true);
    expect(admittance).toMatchObject({ isOpen: false, isDrained: true });
    expect(opened).toBe(0);
  });

  it('says what is news, once, and opens again once', () => {
    admittance.learn(false);
    expect([true, true, false, false].map(drain => admittance.learn(drain))).toEqual([true, false, true, false]);
    expect(opened).toBe(2);
  });
});
