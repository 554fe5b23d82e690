import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createSocket } from 'node:net';
import { dirname, join } from 'node:path';

const person = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};
const environment = { ...process.env, ...person };

export const git = (directory: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'protocol.file.allow=always', '-C', directory, ...words], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  }).trim();

/** A bare repository that can be served, and a checkout to write to it. */
export class TestRepository {
  readonly bare: string;
  private readonly work: string;

  constructor(root: string, name = 'web') {
    this.bare = join(root, `${name}.git`);
    this.work = mkdtempSync(join(root, 'written-'));
    execFileSync('git', ['init', '--quiet', '--bare', '-b', 'main', this.bare], { env: environment });
    git(this.bare, 'config', 'http.receivepack', 'true');
    git(this.work, 'init', '--quiet', '-b', 'main');
    git(this.work, 'remote', 'add', 'origin', this.bare);
  }

  /** @returns the new commit of the branch */
  commit(files: Record<string, string>, branch = 'main'): string {
    git(this.work, 'symbolic-ref', 'HEAD', `refs/heads/${branch}`);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.work, path)), { recursive: true });
      writeFileSync(join(this.work, path), text);
    }
    git(this.work, 'add', '--all');
    git(this.work, 'commit', '--quiet', '--allow-empty', '-m', `Change ${Object.keys(files).join(' ')}`);
    return this.push(branch);
  }

  /** Gives a commit another name. */
  name(ref: string, commit: string): void {
    git(this.bare, 'update-ref', ref, commit);
  }

  tag(name: string, commit: string): void {
    git(this.work, 'tag', '-a', name, '-m', `Version ${name}`, commit);
    git(this.work, 'push', '--quiet', 'origin', name);
  }

  run(...words: string[]): string {
    return git(this.work, ...words);
  }

  push(branch = 'main'): string {
    git(this.work, 'push', '--quiet', 'origin', `+HEAD:refs/heads/${branch}`);
    return git(this.work, 'rev-parse', 'HEAD');
  }

  get folder(): string {
    return this.work;
  }
}

export interface GitServer {
  url: string;
  stop(): Promise<void>;
}

export interface HttpServer extends GitServer {
  /** What was asked, one line each. */
  requests: string[];
  /** Headers that said who asks. */
  authorizations: string[];
}

interface HttpOptions {
  /** Whom it answers; anybody unless given. */
  user?: string;
  password?: string;
  /** In place of what the backend would do. */
  instead?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** git http-backend behind a server that may ask for a password. */
export const serveHttp = async (root: string, { user, password, instead }: HttpOptions = {}): Promise<HttpServer> => {
  const requests: string[] = [];
  const authorizations: string[] = [];
  const wanted = `Basic ${Buffer.from(`${user ?? ''}:${password ?? ''}`).toString('base64')}`;
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const { authorization } = request.headers;
    if (authorization !== undefined) authorizations.push(authorization);
    if (instead?.(request, response)) return;
    if (user === undefined || authorization === wanted) return answer(root, request, response);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, authorizations, stop };
};

const answer = (root: string, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname, search } = new URL(request.url ?? '/', 'http://local');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...environment,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      CONTENT_LENGTH: request.headers['content-length'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: request.headers['git-protocol'] as string | undefined,
      REMOTE_USER: 'somebody',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => undefined);
  let head = Buffer.alloc(0);
  child.stdout.on('data', (part: Buffer) => {
    if (response.headersSent) return void response.write(part);
    head = Buffer.concat([head, part]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const headers = head
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map(line => line.split(': ') as [string, string]);
    const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
    response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers.filter(([name]) => name !== 'Status')));
    return void response.write(head.subarray(end + 4));
  });
  child.on('close', () => response.end());
};

export const freePort = async (): Promise<number> => {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  await once(socket, 'close');
  return port;
};

/** Waits until somebody listens there. */
export const listening = async (port: number, child: ChildProcess): Promise<void> => {
  for (;;) {
    const isUp = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.destroy());
    });
    if (isUp) return;
    if (child.exitCode !== null) throw new Error('the server ended');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

export const stopped = (child: ChildProcess) => async (): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await gone;
};

export const serveDaemon = async (root: string): Promise<GitServer> => {
  const port = await freePort();
  const words = [
    'daemon',
    '--export-all',
    '--reuseaddr',
    '--listen=127.0.0.1',
    `--port=${port}`,
    `--base-path=${root}`,
  ];
  const child = spawn('git', [...words, root], { env: environment, stdio: 'ignore', detached: true });
  await listening(port, child);
  return { url: `git://127.0.0.1:${port}`, stop: stopped(child) };
};
