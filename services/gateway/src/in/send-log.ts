import { Readable } from 'node:stream';
import type { ReadLogFacts } from '@switchyard/contracts';
import type { FastifyReply } from 'fastify';

/**
 * Sends output as it is. The headers `Yard-Log-Stored` and `Yard-Log-Total` count bytes; the latter and
 * `Yard-Log-Dropped`, the bytes left out between head and tail, are there after the end. `Yard-Log-Complete` says
 * whether all there will ever be is stored.
 */
export const sendLog = (
  reply: FastifyReply,
  { stored, total, dropped }: Partial<ReadLogFacts> & { dropped?: number },
  pieces: AsyncGenerator<Uint8Array>,
): void => {
  if (stored !== undefined) void reply.header('yard-log-stored', stored);
  if (total !== undefined) void reply.header('yard-log-total', total);
  if (dropped !== undefined) void reply.header('yard-log-dropped', dropped);
  if (stored !== undefined) void reply.header('yard-log-complete', String(total !== undefined && stored >= total));
  void reply
    .type('text/plain; charset=utf-8')
    .send(Readable.from(pieces, { objectMode: false, highWaterMark: 1_048_576 }));
};
