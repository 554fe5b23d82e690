import { Readable } from 'node:stream';
import type { ReadLogFacts } from '@switchyard/contracts';
import type { FastifyReply } from 'fastify';

/** Sends output as it is. The headers `Yard-Log-Stored` and `Yard-Log-Total` count bytes; the latter comes after the end. */
export const sendLog = (
  reply: FastifyReply,
  { stored, total }: Partial<ReadLogFacts>,
  pieces: AsyncGenerator<Uint8Array>,
): void => {
  if (stored !== undefined) void reply.header('yard-log-stored', stored);
  if (total !== undefined) void reply.header('yard-log-total', total);
  void reply
    .type('text/plain; charset=utf-8')
    .send(Readable.from(pieces, { objectMode: false, highWaterMark: 1_048_576 }));
};
