import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  method: string;
  path: string;
  body: unknown;
  actor: string | undefined;
}

/** What one route answers: JSON with a status, or a text as it is. */
export type Answer = { status?: number; json: unknown } | { text: string; type?: string };

/** A platform elsewhere that answers by a table of routes, and keeps what it was asked. */
export class FakePlatform {
  readonly asked: Asked[] = [];
  routes: Record<string, Answer> = {};
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<FakePlatform> {
    const platform = new FakePlatform();
    platform.server.listen(0, '127.0.0.1');
    await once(platform.server, 'listening');
    return platform;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { YARD_URL: `http://127.0.0.1:${port}`, YARD_TOKEN: 'secret' };
  }

  /** What changes something. */
  get commands(): Asked[] {
    return this.asked.filter(({ method }) => method !== 'GET');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    let text = '';
    for await (const bytes of request) text += String(bytes);
    const actor = headers['yard-actor'];
    const body = text === '' ? undefined : (JSON.parse(text) as unknown);
    this.asked.push({ method, path: url, body, actor: typeof actor === 'string' ? actor : undefined });
    const answer = this.routes[`${method} ${url}`] ?? this.routes[`${method} ${url.split('?')[0]}`];
    if (!answer) response.writeHead(404).end(JSON.stringify({ code: 'unknown-route', message: `${method} ${url}` }));
    else if ('text' in answer)
      response.writeHead(200, { 'content-type': answer.type ?? 'text/plain' }).end(answer.text);
    else response.writeHead(answer.status ?? 200).end(JSON.stringify(answer.json));
  }
}
