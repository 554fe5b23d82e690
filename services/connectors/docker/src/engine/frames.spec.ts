import fc from 'fast-check';
import { Frames } from './frames.js';

const frame = (stream: number, at: string, bytes: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(`${at} `), bytes]);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
};

it('messages come out as they went in, wherever the stream is cut', () => {
  const message = fc.record({ stream: fc.constantFrom(1, 2), bytes: fc.uint8Array({ maxLength: 40 }) });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 8 }), fc.integer({ min: 1, max: 50 }), (messages, step) => {
      const at = (index: number) => `2026-01-01T00:00:00.00000000${String(index)}Z`;
      const whole = Buffer.concat(messages.map((one, index) => frame(one.stream, at(index), Buffer.from(one.bytes))));
      const frames = new Frames();
      const found = [];
      for (let from = 0; from < whole.length; from += step) found.push(...frames.of(whole.subarray(from, from + step)));
      expect(found.map(one => [one.at, [...one.bytes]])).toEqual(
        messages.map((one, index) => [at(index), [...one.bytes]]),
      );
    }),
    { numRuns: 60 },
  );
});
