import fc from 'fast-check';
import { Scale } from './scale.js';

/** An element as a browser has it: scrolled by whole pixels, between its ends. */
class Element {
  scrolled = 0;
  constructor(
    readonly scale: Scale,
    readonly view: number,
  ) {}
  get last(): number {
    return Math.max(0, this.scale.height - this.view);
  }
  by(way: number): void {
    this.scrolled = Math.min(Math.max(0, Math.round(this.scrolled + way)), this.last);
    this.scale.follow(this.scrolled);
    const { correction } = this.scale;
    if (correction !== undefined) this.write(this.scale.goTo(this.scale.place));
  }
  write(to: number): void {
    this.scrolled = Math.min(Math.max(0, Math.round(to)), this.last);
    this.scale.landed(this.scrolled);
  }
}

const elementOf = (total: number, view: number, most: number): Element => {
  const scale = new Scale(most);
  scale.layOut(total, view);
  return new Element(scale, view);
};

describe('a scale', () => {
  it('is none where the element can be as high as its contents', () => {
    const element = elementOf(5_000, 500, 10_000);
    for (const way of [100, 3_000, -50, 9_000]) {
      element.by(way);
      expect(element.scale.place).toBe(element.scrolled);
    }
  });

  it('goes short ways pixel by pixel, and reaches both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20_000, max: 400_000 }),
        fc.array(fc.integer({ min: -900, max: 900 })),
        (total, ways) => {
          const element = elementOf(total, 500, 10_000);
          element.write(element.scale.goTo(total / 2));
          for (const way of ways) {
            const before = element.scale.place;
            const [from, room] = [element.scrolled, element.last];
            element.by(way);
            const went = Math.min(Math.max(0, from + way), room) - from;
            const expected = Math.min(Math.max(0, before + went), element.scale.end);
            expect(Math.abs(element.scale.place - expected)).toBeLessThanOrEqual(1);
          }
          for (let n = 0; n < total / 400 && element.scale.place < element.scale.end; n += 1) element.by(500);
          expect(element.scale.place).toBe(element.scale.end);
          for (let n = 0; n < total / 400 && element.scale.place > 0; n += 1) element.by(-500);
          expect(element.scale.place).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('goes long ways by proportion', () => {
    const element = elementOf(1_000_500, 500, 10_500);
    element.by(5_000);
    expect(element.scale.place).toBeCloseTo(500_000, 6);
    element.by(99_999);
    expect(element.scale.place).toBe(1_000_000);
  });

  it('draws what is visible where the element is', () => {
    const element = elementOf(1_000_500, 500, 10_500);
    element.write(element.scale.goTo(700_000));
    expect(element.scale.drawn(700_000)).toBe(element.scrolled);
    expect(element.scale.drawn(700_200) - element.scrolled).toBe(200);
  });
});
