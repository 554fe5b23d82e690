import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { YardEvent } from '@switchyard/contracts';
import { YardClient } from './yard-client.js';

const execution = '01j00000000000000000000000';
const start = Date.parse('2026-11-23T10:00:00.000Z');
const event = (rev: number): YardEvent =>
  ({
    id: `${execution}:${rev}`,
    type: 'stage.started',
    time: new Date(start + rev * 1_000).toISOString(),
    data: { rev },
  }) as YardEvent;
const cursorOf = (one: YardEvent) => `${one.time}|${execution}:${String(one.data.rev).padStart(9, '0')}`;
const textOf = (one: YardEvent) => `event: event\nid: ${cursorOf(one)}\ndata: ${JSON.stringify(one)}\n\n`;

type Story = (response: ServerResponse) => void;
const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
/** Sends these and ends the connection. */
const sends =
  (...revs: number[]): Story =>
  response =>
    begin(response).end(`: ping\n\n${revs.map(rev => textOf(event(rev))).join('')}`);

describe('following the feed', () => {
  const asked: URL[] = [];
  let stories: Story[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://platform'));
    (stories.shift() ?? begin)(response);
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const follow = async (
    count: number,
    told: Story[],
    options: Parameters<YardClient['followFeed']>[0] = {},
  ): Promise<number[]> => {
    asked.length = 0;
    stories = told;
    const { port } = server.address() as AddressInfo;
    const client = new YardClient({ url: `http://127.0.0.1:${port}`, token: 'secret' });
    const revs: number[] = [];
    for await (const { data } of client.followFeed(options)) if (revs.push(data.rev) === count) break;
    return revs;
  };
  const parameters = () => asked.map(({ searchParams }) => Object.fromEntries(searchParams));

  it('goes on behind the last event, and tells none twice', async () => {
    const revs = await follow(5, [sends(1, 2), sends(1, 2, 2, 3), sends(3, 4, 5)], {
      project: 'web',
      type: 'stage.started',
      since: '2026-11-23T09:00:00.000Z',
    });
    expect(revs).toEqual([1, 2, 3, 4, 5]);
    const filter = { project: 'web', type: 'stage.started' };
    expect(parameters()).toEqual([
      { ...filter, since: '2026-11-23T09:00:00.000Z' },
      { ...filter, after: cursorOf(event(2)) },
      { ...filter, after: cursorOf(event(3)) },
    ]);
  });

  it('tells what comes late, with a time before that of others', async () => {
    expect(await follow(4, [sends(1, 3), sends(2, 3, 4)])).toEqual([1, 3, 2, 4]);
  });

  it('loses nothing of a connection that ended before its first event', async () => {
    expect(await follow(1, [sends(), sends(1)])).toEqual([1]);
    const [first, second] = parameters();
    expect(first).toEqual({});
    expect(Math.abs(Date.parse(second?.['since'] ?? '') - Date.now())).toBeLessThan(10_000);
  });

  it('passes over what it does not know, and ends when it is told to', async () => {
    const enough = new AbortController();
    const lost: unknown[] = [];
    const news = (response: ServerResponse) => begin(response).write(`event: news\ndata: {}\n\n${textOf(event(1))}`);
    const revs: number[] = [];
    stories = [news];
    const { port } = server.address() as AddressInfo;
    const client = new YardClient({ url: `http://127.0.0.1:${port}`, token: 'secret' });
    for await (const { data } of client.followFeed({ signal: enough.signal, onLost: error => lost.push(error) })) {
      revs.push(data.rev);
      enough.abort();
    }
    expect({ revs, lost }).toEqual({ revs: [1], lost: [] });
  });

  it('says at once what no repetition can heal', async () => {
    const refuse: Story = response =>
      response.writeHead(400).end(JSON.stringify({ code: 'bad-query', message: 'no', suggestions: [] }));
    await expect(follow(1, [refuse])).rejects.toMatchObject({ code: 'bad-query', status: 400 });
  });
});
