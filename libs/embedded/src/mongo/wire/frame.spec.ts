import fc from 'fast-check';
import { FrameReader, MalformedFrame } from './frame.js';
import { readMessage, writeMessage } from './message.js';
import { encode, encodeReply, decode, idFirst, RawDocument, RawDocuments } from './bson.js';

describe('messages', () => {
  it('come out whole however the stream was cut', () => {
    const messages = [{ ping: 1 }, { find: 'c', filter: { x: 'y'.repeat(300) } }, { hello: 1 }];
    const bytes = Buffer.concat(messages.map(message => writeMessage(encode({ ...message, $db: 'd' }), 0)));
    const cuts = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(cuts, unsorted => {
        const places = [0, ...[...new Set(unsorted)].sort((a, b) => a - b), bytes.length];
        const reader = new FrameReader();
        const frames = places.slice(1).flatMap((end, at) => reader.push(bytes.subarray(places[at], end)));
        expect(frames.map(frame => readMessage(frame.bytes).body)).toEqual(messages.map(one => ({ ...one, $db: 'd' })));
      }),
    );
  });

  it('of an absurd length are refused before a byte of them is kept', () => {
    const header = Buffer.alloc(16);
    header.writeInt32LE(0x7fffffff);
    expect(() => new FrameReader().push(header)).toThrow(MalformedFrame);
  });

  it('never break the reader with anything but its own refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 26, maxLength: 200 }), bytes => {
        try {
          readMessage(Buffer.from(bytes));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error);
          expect(['MalformedFrame', 'BSONError', 'BSONVersionError', 'RangeError']).toContain(
            (thrown as Error).constructor.name,
          );
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('replies', () => {
  it('hold documents that are BSON already', () => {
    const raw = encode({ _id: 1, x: [1, 2] });
    const reply = {
      a: 1,
      value: new RawDocument(raw),
      cursor: { firstBatch: new RawDocuments([raw, raw]), ns: 'd.c' },
      ok: 1,
    };
    const doc = { _id: 1, x: [1, 2] };
    expect(decode(encodeReply(reply))).toEqual({
      a: 1,
      value: doc,
      cursor: { firstBatch: [doc, doc], ns: 'd.c' },
      ok: 1,
    });
  });
});

describe('a stored document', () => {
  it('has its id first, other bytes as they were', () => {
    const moved = idFirst(encode({ a: 1, b: 'x', _id: 7, c: null }));
    expect(Object.entries(decode(moved))).toEqual([
      ['_id', 7],
      ['a', 1],
      ['b', 'x'],
      ['c', null],
    ]);
    expect(moved).toHaveLength(encode({ a: 1, b: 'x', _id: 7, c: null }).length);
  });
});
