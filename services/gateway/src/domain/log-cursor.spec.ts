import type { AttemptId } from '@switchyard/contracts';
import fc from 'fast-check';
import { LogCursor } from './log-cursor.js';

const attempt = '01m84ywyccwh2egkrpyg85s86c.one.1' as AttemptId;
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

describe('a reader of output', () => {
  it('gets what comes next, once', () => {
    const cursor = new LogCursor(attempt);
    const piece = cursor.accept({ offset: 0, bytes: bytesOf('one\n') });
    expect(piece).toEqual({ attemptId: attempt, stepId: 'one', offset: 0, length: 4, text: 'one\n' });
    expect(cursor.accept({ offset: 0, bytes: bytesOf('one\n') })).toBeUndefined();
    expect(cursor.accept({ offset: 2, bytes: bytesOf('e\ntwo') })).toMatchObject({ offset: 4, text: 'two' });
    expect(cursor.behind).toBe(false);
  });

  it('knows that something is missing', () => {
    const cursor = new LogCursor(attempt);
    expect(cursor.accept({ offset: 5, bytes: bytesOf('later') })).toBeUndefined();
    expect(cursor.behind).toBe(true);
  });

  it('never gets a part of a character, except where the output itself ends in one', () => {
    const euro = bytesOf('€');
    const cursor = new LogCursor(attempt);
    expect(cursor.accept({ offset: 0, bytes: euro.subarray(0, 2) })).toBeUndefined();
    expect(cursor.accept({ offset: 0, bytes: euro })).toMatchObject({ text: '€', length: 3 });
    cursor.total = 4;
    expect(cursor.accept({ offset: 3, bytes: euro.subarray(0, 1) })).toMatchObject({ text: '\ufffd', length: 1 });
    expect(cursor.done).toBe(true);
  });

  it('gets the whole, whatever comes doubled, cut, early or never, and also after coming back anywhere', () => {
    const chunk = fc.tuple(fc.nat(60), fc.nat(20));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.array(chunk), fc.nat(10), (text, cuts, breaks) => {
        const whole = bytesOf(text);
        let cursor = new LogCursor(attempt);
        let got = '';
        const take = (offset: number, length: number) => {
          got += cursor.accept({ offset, bytes: whole.subarray(offset, offset + length) })?.text ?? '';
        };
        for (const [index, [offset, length]] of cuts.entries()) {
          if (offset <= whole.length) take(offset, length);
          if (index === breaks) cursor = new LogCursor(attempt, cursor.sent);
        }
        cursor.total = whole.length;
        take(cursor.sent, whole.length);
        expect(got).toBe(text);
        expect(cursor.done).toBe(true);
      }),
    );
  });
});
