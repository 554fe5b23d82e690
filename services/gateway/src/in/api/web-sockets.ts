import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { StreamFrame } from '@switchyard/contracts';
import { reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket, WebSocketServer } from 'ws';
import { type EventStreams, idOf } from '../event-streams.js';

interface Upgrade {
  socket: Duplex;
  head: Buffer;
}

/** The only path that becomes a WebSocket. */
const streamPath = /^\/api\/ci\/executions\/[^/?]+\/stream(?:\?|$)/;
/** What a client offers beside its token, and gets back. */
const protocol = 'yard.v1';
const bearer = 'bearer.';
/** A reader has nothing to say; what is longer ends the connection. */
const mostHeard = 1_024;

const upgrades = new WeakMap<IncomingMessage, Upgrade>();
const log = loggerOf('gateway');

/** Whether a request asks for a WebSocket where there is one; any other upgrade is answered as if it had not asked. */
export const asksForSocket = ({ method, url = '', headers }: IncomingMessage): boolean =>
  method === 'GET' && streamPath.test(url) && headers.upgrade?.toLowerCase() === 'websocket';

/** Lets requests for a WebSocket take the way of every other request: same guards, same checks, same errors. */
export const takeSockets = (fastify: FastifyInstance): void => {
  (fastify.server as Server).on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    takeToken(request);
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
    // It was no stream: the answer says why, and nothing follows it.
    response.once('finish', () => socket.end());
    response.shouldKeepAlive = false;
    fastify.routing(request, response);
  });
};

/** Browsers can send no header: they offer `bearer.<token>` as a protocol. A cookie counts on pages of this host only. */
const takeToken = ({ headers }: IncomingMessage): void => {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map(one => one.trim());
  const token = offered.find(one => one.startsWith(bearer))?.slice(bearer.length);
  if (token !== undefined) headers.authorization ??= `Bearer ${token}`;
  if (headers.origin !== undefined && hostOf(headers.origin) !== headers.host) delete headers.cookie;
};

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined);

/** Sends the frames of a stream as messages `{event, id?, data}` of a WebSocket. */
export class WebSockets {
  private server: Promise<WebSocketServer> | undefined;

  constructor(private readonly streams: EventStreams) {}

  /** @returns undefined for requests that want server-sent events. */
  upgradeOf({ raw }: FastifyRequest): Upgrade | undefined {
    return upgrades.get(raw);
  }

  signalFor({ socket }: Upgrade): AbortSignal {
    return this.streams.until(socket, socket.destroyed);
  }

  async send(
    request: FastifyRequest,
    reply: FastifyReply,
    { socket, head }: Upgrade,
    frames: AsyncGenerator<StreamFrame>,
    signal: AbortSignal,
  ): Promise<void> {
    reply.hijack();
    reply.raw.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
    reply.raw.statusCode = 101;
    const serving = (this.server ??= serverOf());
    const opened = new Promise<WebSocket | undefined>((resolve, reject) => {
      // Where the handshake is refused, nothing is opened and the socket closes.
      socket.once('close', () => resolve(undefined));
      serving.then(server => server.handleUpgrade(request.raw, socket, head, resolve)).catch(reject);
    });
    const work = opened.then(client => (client ? this.write(client, frames, signal) : leave(frames)));
    await this.streams.track(work.finally(() => void reply.raw.emit('finish')));
  }

  private async write(client: WebSocket, frames: AsyncGenerator<StreamFrame>, signal: AbortSignal): Promise<void> {
    const beating = this.beat(client);
    client.on('error', () => client.terminate());
    let last: string | number | undefined;
    try {
      for await (const frame of frames) {
        const id = idOf(frame);
        const sent = await this.sent(client, JSON.stringify({ ...frame, ...(id === undefined ? {} : { id }) }), signal);
        if (!sent) return client.terminate();
        last = id ?? last;
      }
      // Its reader comes back with `?after=`.
      if (signal.aborted) client.close(1_001, last === undefined ? 'leaving' : `leaving: after=${last}`);
      else client.close(1_000);
    } catch (error) {
      log.warn({ error: reasonOf(error) }, 'event stream cut');
      client.close(1_011, last === undefined ? 'cut' : `cut: after=${last}`);
    } finally {
      clearInterval(beating);
    }
    await closed(client, this.streams.times.slowestMs);
  }

  /** Who has not answered the ping before is gone. */
  private beat(client: WebSocket): NodeJS.Timeout {
    let isThere = true;
    client.on('pong', () => (isThere = true));
    return setInterval(() => {
      if (!isThere) return client.terminate();
      isThere = false;
      client.ping();
    }, this.streams.times.pingMs);
  }

  /** Whether the reader took it in time: nothing waits behind it. */
  private async sent(client: WebSocket, text: string, signal: AbortSignal): Promise<boolean> {
    const taken = new Promise<boolean>(resolve => client.send(text, error => resolve(!error)));
    const enough = new AbortController();
    const late = sleep(this.streams.times.slowestMs, signal, enough.signal).then(() => signal.aborted);
    return Promise.race([taken, late]).finally(() => enough.abort());
  }
}

/** Loaded for the first of them: no start waits for it. */
const serverOf = async (): Promise<WebSocketServer> => {
  const { WebSocketServer } = await import('ws');
  return new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: mostHeard,
    perMessageDeflate: false,
    handleProtocols: offered => (offered.has(protocol) ? protocol : ([...offered][0] ?? false)),
  });
};

/** What has not begun does not end either. */
const leave = async (frames: AsyncGenerator<StreamFrame>): Promise<void> => {
  await frames.next();
  await frames.return(undefined);
};

const closed = async (client: WebSocket, withinMs: number): Promise<void> => {
  if (client.readyState === client.CLOSED) return;
  const enough = new AbortController();
  client.once('close', () => enough.abort());
  await sleep(Math.min(withinMs, 2_000), enough.signal);
  client.terminate();
};
