import type { AttemptId, EventType, StreamFrame, YardEvent } from '@switchyard/contracts';
import fc from 'fast-check';
import { linesOf, type Moment, momentsOf, spread } from './moments.js';
import { speedOf, waitFor } from './pace.js';

const start = Date.parse('2026-11-23T10:00:00.000Z');
const about = (step: string, n = 1) => ({ stepId: step, attemptId: `${step}.${n}`, n });
const event = (seconds: number, type: EventType, data: object = {}): YardEvent =>
  ({ type, time: new Date(start + seconds * 1_000).toISOString(), data }) as unknown as YardEvent;
const created = event(0, 'execution.created', { execution: { id: 'the-id' } });

const replayed = async (events: YardEvent[], outputs: Record<string, string>): Promise<Moment[]> => {
  const moments: Moment[] = [];
  const outputOf = (attempt: AttemptId) => Promise.resolve(outputs[attempt] ?? '');
  for await (const moment of momentsOf(events, outputOf)) moments.push(moment);
  return moments;
};
const nameOf = (frame: StreamFrame) => {
  if (frame.event === 'log') return frame.data.text.trimEnd();
  return frame.event === 'event' ? frame.data.type : frame.event;
};
const told = (moments: Moment[]) => moments.map(({ at, frame }) => [(at - start) / 1_000, nameOf(frame)]);

describe('a replay', () => {
  it('spreads the lines of an attempt evenly between its start and its end', async () => {
    const events = [
      created,
      event(1, 'step.started', about('a')),
      event(5, 'step.finished', about('a')),
      event(6, 'execution.finished', { status: 'failed' }),
    ];
    const moments = await replayed(events, { 'a.1': 'one\ntwo\nthree' });
    expect(told(moments)).toEqual([
      [0, 'execution'],
      [1, 'step.started'],
      [2, 'one'],
      [3, 'two'],
      [4, 'three'],
      [5, 'step.finished'],
      [6, 'execution.finished'],
      [6, 'end'],
    ]);
    expect(moments.at(-1)?.frame).toEqual({ event: 'end', data: { status: 'failed' } });
  });

  it('mixes the output of what ran at once, and keeps that of each attempt with it', async () => {
    const events = [
      created,
      event(0, 'step.started', about('a')),
      event(1, 'step.started', about('b')),
      event(4, 'step.retrying', about('a')),
      event(5, 'step.started', about('a', 2)),
      event(5, 'step.finished', about('b')),
      event(5, 'step.finished', about('a', 2)),
    ];
    const moments = await replayed(events, { 'a.1': 'a1\na2\na3\n', 'b.1': 'b1\n', 'a.2': 'again\n' });
    expect(told(moments)).toEqual([
      [0, 'execution'],
      [0, 'step.started'],
      [1, 'a1'],
      [1, 'step.started'],
      [2, 'a2'],
      [3, 'a3'],
      [3, 'b1'],
      [4, 'step.retrying'],
      [5, 'step.started'],
      [5, 'again'],
      [5, 'step.finished'],
      [5, 'step.finished'],
      [5, 'end'],
    ]);
  });

  it('shows what is there of an attempt that still runs', async () => {
    const events = [created, event(1, 'step.started', about('a')), event(3, 'step.queued', about('b'))];
    expect(told(await replayed(events, { 'a.1': 'half' }))).toEqual([
      [0, 'execution'],
      [1, 'step.started'],
      [2, 'half'],
      [3, 'step.queued'],
      [3, 'end'],
    ]);
  });

  it('never goes back, and loses and repeats no line, whatever the clocks said', async () => {
    const times = fc.array(fc.integer({ min: -5, max: 20 }), { minLength: 4, maxLength: 4 });
    const text = fc.array(fc.constantFrom('x', '\n', '', 'größe', '\r\n')).map(parts => parts.join(''));
    await fc.assert(
      fc.asyncProperty(times, text, text, async ([a = 0, b = 0, c = 0, d = 0], first, second) => {
        const events = [
          created,
          event(a, 'step.started', about('a')),
          event(b, 'step.started', about('b')),
          event(c, 'step.finished', about('b')),
          event(d, 'step.finished', about('a')),
        ];
        const moments = await replayed(events, { 'a.1': first, 'b.1': second });
        const at = moments.map(moment => moment.at);
        expect(at).toEqual([...at].sort((x, y) => x - y));
        for (const [attempt, whole] of [
          ['a.1', first],
          ['b.1', second],
        ]) {
          const pieces = moments.flatMap(({ frame }) => (frame.event === 'log' ? [frame.data] : []));
          expect(
            pieces
              .filter(piece => piece.attemptId === attempt)
              .map(piece => piece.text)
              .join(''),
          ).toBe(whole);
        }
        const ends = moments.findIndex(({ frame }) => frame.event === 'event' && frame.data.type === 'step.finished');
        expect(moments.slice(ends).some(({ frame }) => frame.event === 'log' && frame.data.stepId === 'b')).toBe(false);
      }),
    );
  });

  it('cuts output into lines that are the output again', () => {
    expect(linesOf('')).toEqual([]);
    expect(linesOf('a\n\nb')).toEqual(['a\n', '\n', 'b']);
    expect(spread(0, 0, 9)).toEqual([]);
  });
});

describe('the pace of a replay', () => {
  it.each<[string, unknown]>([
    ['1', 1],
    ['10', 10],
    ['10x', 10],
    ['0.5', 0.5],
    ['max', 'max'],
    ['0', undefined],
    ['-1', undefined],
    ['fast', undefined],
    ['', undefined],
    ['1e3', undefined],
  ])('is written %j', (text, speed) => expect(speedOf(text)).toBe(speed));

  it('shortens every wait, and catches up where it is late', () => {
    const wait = (speed: number | 'max', shownFor: number) => waitFor(10_000, { first: 0, speed, shownFor });
    expect([wait(1, 0), wait(10, 0), wait(10, 400), wait(10, 5_000), wait('max', 0)]).toEqual([
      10_000, 1_000, 600, 0, 0,
    ]);
  });
});
