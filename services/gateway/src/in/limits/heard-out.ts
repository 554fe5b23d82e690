import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes that are read to the end although they are refused, so that the sender hears why. */
export const mostDropped = 10 * 1_048_576;

/** Drops what is still to come of a body: who is still sending would not hear the answer. @returns whether it ended */
export const hearOut = ({ raw }: Pick<FastifyRequest, 'raw'>): Promise<boolean> => {
  raw.unpipe();
  let dropped = 0;
  return new Promise(resolve => {
    if (raw.readableEnded || raw.destroyed) return resolve(true);
    raw.on('data', (bytes: Buffer) => {
      dropped += bytes.length;
      if (dropped <= mostDropped) return;
      raw.pause();
      resolve(false);
    });
    for (const end of ['end', 'close', 'error']) raw.once(end, () => resolve(true));
    raw.resume();
  });
};

/** A refusal of what has not arrived whole waits for the rest, unless that is far too much: then the line is closed. */
export const hearOutWhoIsRefused = (server: FastifyInstance): void => {
  server.addHook('onSend', async (request, reply) => {
    const { raw, headers } = request;
    // Nobody reads any more what was too much while it streamed.
    if (reply.statusCode < 400 || raw.complete || raw.isPaused() || !hasBody(request)) return;
    const isHeard = Number(headers['content-length'] ?? 0) <= mostDropped && (await hearOut(request));
    if (isHeard) void reply.removeHeader('connection');
    else void reply.header('connection', 'close');
  });
};

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
