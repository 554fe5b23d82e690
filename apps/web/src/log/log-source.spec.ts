import { ReadableStream } from 'node:stream/web';
import type { AttemptId, ExecutionId, StreamFrame } from '@switchyard/contracts';
import { ByteCache, pageBytes } from './byte-cache.js';
import { linesPerBlock } from './line-index.js';
import { type LogApi, LogSource } from './log-source.js';
import { sliceBytes } from './scan.js';

const execution = '01j00000000000000000000000' as ExecutionId;
const attempt = `${execution}.build.1` as AttemptId;

/** A platform with one output, which may grow. */
class FakePlatform {
  bytes: Uint8Array;
  readonly asked: { offset: number; limit?: number }[] = [];
  frames: (platform: FakePlatform) => AsyncGenerator<StreamFrame> = async function* () {
    yield { event: 'end', data: { status: 'success' } };
  };

  constructor(
    text: string | Uint8Array,
    private readonly piece = 50_000,
  ) {
    this.bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  }

  get api(): LogApi {
    const read = async (
      _id: ExecutionId,
      _attempt: AttemptId,
      { offset = 0, limit }: { offset?: number; limit?: number },
    ) => {
      this.asked.push({ offset, ...(limit === undefined ? {} : { limit }) });
      const part = this.bytes.slice(offset, limit === undefined ? undefined : offset + limit);
      const pieces = Array.from({ length: Math.ceil(part.length / this.piece) }, (_, n) =>
        part.subarray(n * this.piece, (n + 1) * this.piece),
      );
      const bytes = new ReadableStream<Uint8Array>({
        pull: controller => {
          const piece = pieces.shift();
          if (piece) controller.enqueue(piece);
          else controller.close();
        },
      });
      return { bytes, stored: this.bytes.length };
    };
    return { logs: { read }, follow: () => this.frames(this) } as unknown as LogApi;
  }

  /** What the platform tells of the bytes that have come. */
  grow(bytes: Uint8Array, text = new TextDecoder().decode(bytes)): StreamFrame {
    const offset = this.bytes.length;
    this.bytes = Uint8Array.from([...this.bytes, ...bytes]);
    return {
      event: 'log',
      data: { attemptId: attempt, stepId: 'build', offset, length: bytes.length, text },
    } as unknown as StreamFrame;
  }
}

const textIn = (source: LogSource, block: number) =>
  source.rowsOf(block)?.map(({ spans }) => spans.map(({ text }) => text).join(''));

describe('the source of a log', () => {
  it('reads what is stored', async () => {
    const source = new LogSource(new FakePlatform('one\ntwo\n', 3).api, execution, attempt);
    await source.open(false);
    expect([source.state.value, source.lines.value, textIn(source, 0)]).toEqual(['complete', 2, ['one', 'two']]);
  });

  it('goes on with what comes, also where a piece does not say which bytes it was made of', async () => {
    const platform = new FakePlatform('one\n');
    platform.frames = async function* (it) {
      yield it.grow(new TextEncoder().encode('zwö'));
      yield it.grow(Uint8Array.of(0xff, 0xfe, 0x0a), '\ufffd\ufffd\n');
      yield it.grow(new TextEncoder().encode('three'));
      // The last of it comes with the end.
      it.grow(new TextEncoder().encode(' and four'));
      yield { event: 'end', data: { status: 'success' } };
    };
    const source = new LogSource(platform.api, execution, attempt);
    await source.open(true);
    expect(textIn(source, 0)).toEqual(['one', 'zwö\ufffd\ufffd', 'three and four']);
    expect([source.state.value, source.size]).toEqual(['complete', platform.bytes.length]);
    expect(source.arrivals.of(0)).toBeUndefined();
    expect(source.arrivals.of(2)).toBeDefined();
  });

  it('keeps a bounded part of what it read, and gets the rest again where it is wanted', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const platform = new FakePlatform(line.repeat(20_000), 100_000);
    const source = new LogSource(platform.api, execution, attempt, new ByteCache(pageBytes * 2));
    await source.open(false);
    expect(source.lines.value).toBe(20_000);
    expect(source.rowsOf(0)).toBeUndefined();
    await Promise.all([source.fetch(0), source.fetch(0), source.fetch(1)]);
    expect(textIn(source, 0)).toEqual(Array(linesPerBlock).fill('x'.repeat(99)));
    expect(platform.asked.slice(1)).toEqual([{ offset: 0, limit: pageBytes }]);
  });

  it('lets the page breathe after each slice that takes long', async () => {
    const platform = new FakePlatform(`${'x'.repeat(63)}\n`.repeat((sliceBytes * 12) / 64), sliceBytes * 12);
    const sizes = [0];
    let time = 0;
    const rhythm = { now: () => (time += 20), breath: async () => void sizes.push(source.size) };
    const source: LogSource = new LogSource(platform.api, execution, attempt, new ByteCache(), rhythm);
    await source.open(false);
    expect(sizes.map((size, n) => size - (sizes[n - 1] ?? 0))).toEqual([0, ...Array(12).fill(sliceBytes)]);
  });

  it('says why there is nothing', async () => {
    const platform = new FakePlatform('');
    const api = { ...platform.api, logs: { read: () => Promise.reject(new Error('no')) } } as unknown as LogApi;
    const source = new LogSource(api, execution, attempt);
    await source.open(false);
    expect([source.state.value, source.error.value?.code]).toEqual(['failed', 'unreachable']);
  });

  it('is silent once it is closed', async () => {
    const platform = new FakePlatform('one\n');
    platform.frames = async function* () {
      source.close();
      yield { event: 'end', data: { status: 'success' } };
    };
    const source: LogSource = new LogSource(platform.api, execution, attempt);
    await source.open(true);
    expect([source.state.value, source.error.value]).toEqual(['following', undefined]);
  });
});
