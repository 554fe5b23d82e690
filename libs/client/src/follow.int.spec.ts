import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { AttemptId, ExecutionId, StreamFrame } from '@switchyard/contracts';
import fc from 'fast-check';
import { YardClient } from './yard-client.js';
import { YardError } from './yard-error.js';

const id = '01j00000000000000000000000' as ExecutionId;
const attempt = (n: number) => `${id}.step-${n}.1` as AttemptId;
const output = 'größe: 1 €\nsecond line\n'.repeat(20);
const bytes = Buffer.from(output);

/** One connection's story: what the server does with the frames that are asked for. */
type Story = (frames: StreamFrame[], response: ServerResponse) => void;

/** An execution with six revs; output comes between rev 3 and rev 4. */
class FakePlatform {
  readonly requests: URL[] = [];
  private stories: Story[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  static async start(): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.server.listen(0, '127.0.0.1');
    await once(platform.server, 'listening');
    return platform;
  }

  get client(): YardClient {
    const { port } = this.server.address() as AddressInfo;
    return new YardClient({ url: `http://127.0.0.1:${port}/`, token: 'secret' });
  }

  /** One after the other; all later connections are sent everything. */
  tells(...stories: Story[]): void {
    this.requests.length = 0;
    this.stories = stories;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://platform');
    this.requests.push(url);
    if (request.headers.authorization !== 'Bearer secret') return void response.writeHead(401).end('{}');
    const story = this.stories.shift() ?? wholly;
    story(framesFor(url), response);
  }
}

const event = (rev: number): StreamFrame =>
  ({ event: 'event', data: { id: `${id}:${rev}`, type: 'stage.started', data: { rev } } }) as unknown as StreamFrame;

const piece = (start: number, end: number, of = attempt(1)): StreamFrame =>
  ({
    event: 'log',
    data: { attemptId: of, stepId: 'step-1', offset: start, length: end - start, text: textOf(start, end) },
  }) as StreamFrame;
const textOf = (start: number, end: number) => bytes.subarray(start, end).toString();

/** The starts of characters, where a platform may cut. */
const cuts = [...output].reduce<number[]>((ends, char) => [...ends, (ends.at(-1) ?? 0) + Buffer.byteLength(char)], [0]);

const framesFor = (url: URL): StreamFrame[] => {
  const after = url.searchParams.get('after');
  const from = Number(/:(\d+)$/.exec(url.searchParams.get('from') ?? '')?.[1] ?? 0);
  const starts = cuts.filter((cut, index) => cut >= from && (index % 30 === 0 || cut === from));
  const pieces = starts.map((start, index) => piece(start, starts[index + 1] ?? bytes.length));
  const first = { event: 'execution', data: { id, rev: 2 } } as StreamFrame;
  const events = [3, 4, 5, 6].filter(rev => rev > Number(after ?? 2)).map(event);
  const logs =
    url.searchParams.get('logs') === 'true' ? pieces.filter(one => one.event === 'log' && one.data.length) : [];
  return [
    ...(after === null ? [first] : []),
    ...events.slice(0, 1),
    ...logs,
    ...events.slice(1),
    { event: 'end', data: { status: 'success' } },
  ];
};

const textOfFrame = (frame: StreamFrame) => `event: ${frame.event}\ndata: ${JSON.stringify(frame.data)}\n\n`;
const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

const wholly: Story = (frames, response) => begin(response).end(frames.map(textOfFrame).join(''));
/** Cuts the connection after so many bytes, anywhere. */
const cutAfter =
  (share: number): Story =>
  (frames, response) => {
    const text = Buffer.from(frames.map(textOfFrame).join(''));
    begin(response).write(text.subarray(0, Math.floor(text.length * share)), () => response.destroy());
  };
const cutPolitely =
  (count: number): Story =>
  (frames, response) =>
    begin(response).end(frames.slice(0, count).map(textOfFrame).join(''));
const refuse =
  (status: number): Story =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify({ code: 'not-now', message: 'come back', suggestions: [] }));
const repeat: Story = (frames, response) =>
  begin(response).end(
    frames
      .flatMap(frame => [frame, frame, ...frames.slice(0, 2)])
      .map(textOfFrame)
      .join(''),
  );
const stall: Story = (frames, response) => begin(response).write(frames.slice(0, 3).map(textOfFrame).join(''));

describe('following an execution', () => {
  let platform: FakePlatform;
  beforeAll(async () => (platform = await FakePlatform.start()));
  afterAll(() => platform.stop());

  const read = async (options: Parameters<YardClient['follow']>[1] = {}) => {
    const frames: StreamFrame[] = [];
    for await (const frame of platform.client.follow(id, { logs: true, ...options })) frames.push(frame);
    return frames;
  };
  const expectWhole = (frames: StreamFrame[]) => {
    const pieces = frames.flatMap(frame => (frame.event === 'log' ? [frame.data] : []));
    expect(pieces.map(({ text }) => text).join('')).toBe(output);
    expect(frames.flatMap(frame => (frame.event === 'event' ? [frame.data.data.rev] : []))).toEqual([3, 4, 5, 6]);
    expect(frames.filter(({ event }) => event === 'execution')).toHaveLength(1);
    expect(frames.at(-1)).toEqual({ event: 'end', data: { status: 'success' } });
  };

  it('yields every frame once', async () => {
    platform.tells();
    expectWhole(await read());
  });

  it('goes on where it was when the connection is cut anywhere', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const bad = fc.oneof(
      share.map(cutAfter),
      fc.integer({ min: 0, max: 30 }).map(cutPolitely),
      fc.constant(refuse(503)),
      fc.constant(repeat),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { maxLength: 3 }), async stories => {
        platform.tells(...stories);
        expectWhole(await read());
      }),
      { numRuns: 25 },
    );
  });

  it('leaves a server that has gone silent', async () => {
    platform.tells(stall);
    const lost: unknown[] = [];
    let opened = 0;
    expectWhole(await read({ silenceMs: 100, onLost: error => lost.push(error), onOpen: () => (opened += 1) }));
    expect([lost.length, opened]).toEqual([1, 2]);
  });

  it('asks again for what a server left out, and cuts what it sends twice', async () => {
    const half = cuts[40]!;
    platform.tells(
      (_, response) => begin(response).end(textOfFrame(piece(0, half)) + textOfFrame(piece(cuts[60]!, cuts[80]!))),
      (_, response) => begin(response).end(textOfFrame(piece(cuts[20]!, cuts[60]!)) + textOfFrame(event(3))),
    );
    const frames = await read();
    expect(frames.flatMap(frame => (frame.event === 'log' ? [frame.data.text] : [])).join('')).toBe(output);
    expect(platform.requests[1]?.searchParams.get('from')).toBe(`${attempt(1)}:${half}`);
    expect(platform.requests[2]?.searchParams.get('after')).toBe('3');
  });

  it('keeps its address short, whatever the number of steps', async () => {
    const pieces = Array.from({ length: 1_000 }, (_, n) => piece(0, 9, attempt(n + 2)));
    platform.tells((_, response) => begin(response).end(pieces.map(textOfFrame).join('')));
    await read();
    expect(platform.requests[1]!.href.length).toBeLessThan(8_000);
    expect(platform.requests[1]!.href).toContain('step-1001.1');
  });

  it('says at once what no repetition can heal', async () => {
    platform.tells(refuse(404));
    await expect(read()).rejects.toMatchObject({ code: 'not-now', status: 404 });
    expect(platform.requests).toHaveLength(1);
  });

  it('ends when it is told to', async () => {
    platform.tells(stall);
    const enough = new AbortController();
    const frames: StreamFrame[] = [];
    for await (const frame of platform.client.follow(id, { signal: enough.signal })) {
      frames.push(frame);
      if (frames.length === 2) enough.abort();
    }
    expect(frames).toHaveLength(2);
  });

  it('calls a platform that is not there unreachable', async () => {
    const client = new YardClient({ url: 'http://127.0.0.1:1', token: 'secret' });
    const error = await client.execution(id).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(YardError);
    expect(error).toMatchObject({ code: 'unreachable', status: undefined, mayHeal: true });
  });
});
