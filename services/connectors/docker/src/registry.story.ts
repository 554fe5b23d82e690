import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A registry on loopback, as far as engines need one (the distribution specification of the OCI); it knows one user. */
export class Registry {
  readonly username = 'builder';
  readonly password = 'correct horse battery';
  /** Nobody gets an answer while this is set. */
  held = false;
  /** Who waits for one. */
  readonly waiting = new Set<ServerResponse>();
  private readonly blobs = new Map<string, Buffer>();
  private readonly manifests = new Map<string, { type: string; body: Buffer }>();
  private readonly uploads = new Map<string, Buffer[]>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.writeHead(500).end());
    });
  }

  static async open(): Promise<Registry> {
    const registry = new Registry();
    registry.server.listen(0, '127.0.0.1');
    await once(registry.server, 'listening');
    return registry;
  }

  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  has(name: string, tag: string): boolean {
    return this.manifests.has(`${name}/${tag}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const known = Buffer.from(`${this.username}:${this.password}`).toString('base64');
    if (request.headers.authorization !== `Basic ${known}`) {
      const errors = [{ code: 'UNAUTHORIZED', message: 'authentication required' }];
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' }).end(JSON.stringify({ errors }));
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://registry');
    if (pathname === '/v2/') return void response.writeHead(200).end('{}');
    const [, name = '', kind = '', rest = ''] = /^\/v2\/(.+)\/(blobs|manifests)\/(.+)$/.exec(pathname) ?? [];
    if (this.held) return this.hold(response);
    if (kind === 'manifests') return this.manifest(request, response, name, rest);
    if (rest.startsWith('uploads/')) return this.upload(request, response, pathname, searchParams.get('digest'));
    return this.blob(request, response, rest);
  }

  private hold(response: ServerResponse): void {
    this.waiting.add(response);
    response.once('close', () => this.waiting.delete(response));
  }

  private async manifest(request: IncomingMessage, response: ServerResponse, name: string, tag: string) {
    if (request.method === 'PUT') {
      const body = await bodyOf(request);
      const kept = { type: request.headers['content-type'] ?? '', body };
      this.manifests.set(`${name}/${tag}`, kept).set(`${name}/${digestOf(body)}`, kept);
      return void response.writeHead(201, { 'Docker-Content-Digest': digestOf(body) }).end();
    }
    const found = this.manifests.get(`${name}/${tag}`);
    const errors = [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }];
    if (!found) return void response.writeHead(404).end(JSON.stringify({ errors }));
    const headers = { 'Content-Type': found.type, 'Docker-Content-Digest': digestOf(found.body) };
    response.writeHead(200, { ...headers, 'Content-Length': found.body.length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }

  private async upload(request: IncomingMessage, response: ServerResponse, path: string, digest: string | null) {
    if (request.method === 'POST') {
      const location = `${path}${String(this.uploads.size + 1)}`;
      this.uploads.set(location, []);
      return void response.writeHead(202, { Location: location, Range: '0-0' }).end();
    }
    const parts = this.uploads.get(path) ?? [];
    parts.push(await bodyOf(request));
    this.uploads.set(path, parts);
    const last = parts.reduce((sum, part) => sum + part.length, 0) - 1;
    if (request.method !== 'PUT')
      return void response.writeHead(202, { Location: path, Range: `0-${String(last)}` }).end();
    this.blobs.set(digest ?? '', Buffer.concat(parts));
    response.writeHead(201, { 'Docker-Content-Digest': digest ?? '' }).end();
  }

  private async blob(request: IncomingMessage, response: ServerResponse, digest: string) {
    const found = this.blobs.get(digest);
    if (!found) return void response.writeHead(404).end('{}');
    response.writeHead(200, { 'Content-Length': found.length });
    if (request.method === 'HEAD') return void response.end();
    response.end(found);
  }
}

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};
