import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net';
import type { ProjectId } from '@switchyard/contracts';
import type { Notification } from '../../domain/notify/notification.js';
import type { NotifyTarget } from '../../domain/notify/target.js';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An HTTP server here that keeps what it gets, and answers as it is told. */
export const startReceiver = async () => {
  const received: Received[] = [];
  const answer = { status: 200, headers: {} as Record<string, string>, body: 'thanks', silent: false };
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url: path = '', headers } = request;
    let body = '';
    for await (const bytes of request) body += String(bytes);
    received.push({ method, path, headers, body });
    if (!answer.silent) response.writeHead(answer.status, answer.headers).end(answer.body);
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { received, answer, port, url: `http://127.0.0.1:${port}`, stop };
};

export interface Mail {
  from: string;
  to: string[];
  text: string;
}

/** As much of an SMTP server as a client needs (RFC 5321, section 3.3). `refusal` is what it says to a recipient. */
export const startMailServer = async () => {
  const mails: Mail[] = [];
  const answer = { refusal: undefined as string | undefined };
  const sockets = new Set<Socket>();
  const server = createSocketServer(socket => {
    sockets.add(socket);
    let mail: Mail = { from: '', to: [], text: '' };
    let isText = false;
    let rest = '';
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const take = (line: string) => {
      if (isText && line !== '.') return void (mail.text += `${line}\r\n`);
      if (isText) {
        isText = false;
        mails.push(mail);
        mail = { from: '', to: [], text: '' };
        return say('250 taken');
      }
      const address = /<(.*)>/.exec(line)?.[1] ?? '';
      if (/^MAIL/i.test(line)) mail.from = address;
      if (/^RCPT/i.test(line) && answer.refusal !== undefined) return say(answer.refusal);
      if (/^RCPT/i.test(line)) mail.to.push(address);
      if (/^DATA/i.test(line)) isText = true;
      if (/^QUIT/i.test(line)) return void socket.end('221 bye\r\n');
      return say(isText ? '354 go on' : '250 ok');
    };
    socket.on('error', () => undefined);
    socket.on('data', bytes => {
      const lines = (rest + String(bytes)).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
    say('220 here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { mails, answer, url: `smtp://127.0.0.1:${port}`, stop };
};

export const commit = 'a'.repeat(40);

export const aNotification = <Target extends NotifyTarget>(
  target: Target,
  facts: Partial<Notification['facts']> = {},
): Notification & { target: Target } => ({
  id: '01m84ywyccwh2egkrpyg85s86c:failure:1f2e',
  target,
  facts: {
    executionId: '01m84ywyccwh2egkrpyg85s86c' as Notification['facts']['executionId'],
    project: 'default' as ProjectId,
    pipelineId: '01m84ywy6a68hprqsqj13hxz8x' as Notification['facts']['pipelineId'],
    pipelineName: 'web',
    pipelineVersion: 3,
    moment: 'failure',
    status: 'failed',
    reason: 'step test failed',
    trigger: {
      type: 'git_push',
      branch: 'main',
      commit,
      repository: 'https://github.com/org/web.git',
      actor: 'alice',
      at: '2026-11-23T12:30:00.000Z',
    },
    ...facts,
  },
  state: 'waiting',
  at: '2026-11-23T12:30:00.000Z',
  attempts: 1,
  dueAt: 0,
});
