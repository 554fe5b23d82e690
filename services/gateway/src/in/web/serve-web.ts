import { HttpFault, tellError } from '@switchyard/http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { WebFile, WebFiles } from '../../app/web/ports.js';
import { pagePolicy } from '../limits/server-limits.js';

const year = 'public, max-age=31536000, immutable';
/** Asked for anew each time, and answered with 304 as long as it is the same. */
const asked = 'no-cache';
/** Addresses of the API and of files, which no page stands behind. */
const noPage = /^\/api(?:\/|$)|^\/assets\/|\.[^/]*$/;

/**
 * Answers browsers with the web interface: its files, and its page for every address of a page. Everything else goes its
 * usual way: the API, what other programs ask for, and every address that has a route of its own but `/`.
 */
export const serveWeb = (server: FastifyInstance, files: WebFiles): void => {
  server.addHook('onRequest', async (request, reply) => {
    const [path = ''] = request.url.split('?');
    if (!isOurs(request, path)) return undefined;
    const file = path === '/' ? undefined : await files.find(path);
    if (file) return send(request, reply, file);
    if (noPage.test(path) || !request.headers.accept?.includes('text/html')) return undefined;
    const page = await files.page();
    return page ? sendPage(request, reply, page) : tellMissing(request, reply);
  });
};

const isOurs = ({ method, is404 }: FastifyRequest, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && (is404 || path === '/');

const sendPage = (request: FastifyRequest, reply: FastifyReply, page: WebFile): FastifyReply => {
  void reply.headers({ 'content-security-policy': pagePolicy });
  return send(request, reply, page, 'accept, accept-encoding');
};

const send = (request: FastifyRequest, reply: FastifyReply, file: WebFile, vary = 'accept-encoding'): FastifyReply => {
  const coding = codingFor(request.headers['accept-encoding'], file);
  // Another representation has another tag (RFC 9110, section 8.8.3).
  const etag = `"${file.tag}${coding === undefined ? '' : `-${coding}`}"`;
  void reply.headers({ etag, vary, 'cache-control': file.isLasting ? year : asked });
  if (isKnown(request.headers['if-none-match'], etag)) return reply.status(304).send();
  if (coding !== undefined) void reply.header('content-encoding', coding);
  return reply.type(file.type).send((coding && file[coding]) ?? file.plain);
};

/** The shortest that the browser takes (RFC 9110, section 12.5.3). */
const codingFor = (accepted: string | undefined, file: WebFile): 'br' | 'gzip' | undefined => {
  const words = (accepted ?? '')
    .toLowerCase()
    .split(',')
    .map(word => word.trim());
  return (['br', 'gzip'] as const).find(
    coding =>
      file[coding] && words.some(word => word === coding || new RegExp(`^${coding};q=(?:1|0\\.0*[1-9])`).test(word)),
  );
};

const isKnown = (header: string | undefined, etag: string): boolean =>
  header !== undefined && header.split(',').some(one => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);

const tellMissing = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const fault = new HttpFault(404, 'validation', {
    code: 'no-web-interface',
    message: 'the web interface is not here: it was not built, or WEB_DIRECTORY names another folder',
    suggestions: ['run ./yard --setup-only, which builds it', 'the API is complete without it: see /api/docs'],
  });
  const { status, body } = tellError(fault, request.id, Date.now());
  return reply.status(status).send(body);
};
