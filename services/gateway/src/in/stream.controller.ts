import { Controller, Get, Headers, Param, Query, Req, Res } from '@nestjs/common';
import { type AttemptId, ExecutionParams, isAttemptId, StreamQuery } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FollowExecution } from '../app/follow-execution.js';
import { Needs } from './access/needs.js';
import { Watched } from './access/watched.js';
import { WebSockets } from './api/web-sockets.js';
import { EventStreams } from './event-streams.js';
import { unknownExecution } from './refused.js';

/** An execution as it happens. */
@Controller('/api/ci/executions')
export class StreamController {
  constructor(
    private readonly following: FollowExecution,
    private readonly streams: EventStreams,
    private readonly sockets: WebSockets,
  ) {}

  /** Server-sent events, or a WebSocket by upgrade; see `StreamFrame` for what they hold. */
  @Needs('executions.read')
  @Watched()
  @Get('/:id/stream')
  async stream(
    @Param() { id }: ExecutionParams,
    @Query() query: StreamQuery,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = lastEventId === undefined ? query.after : revOf(lastEventId);
    const from = cursorsOf(query.from);
    const upgrade = this.sockets.upgradeOf(request);
    const signal = upgrade ? this.sockets.signalFor(upgrade) : this.streams.signalFor(reply);
    const frames = await this.following.open(id, {
      ...(after === undefined ? {} : { after }),
      logs: query.logs === 'true' || query.logs === '1',
      ...(query.attempt === undefined ? {} : { only: query.attempt }),
      from,
      signal,
    });
    if (!frames) throw unknownExecution(id);
    if (upgrade) await this.sockets.send(request, reply, upgrade, frames, signal);
    else await this.streams.send(reply, frames, signal);
  }
}

const revOf = (id: string): number => {
  if (/^\d{1,9}$/.test(id)) return Number(id);
  throw badCursor(`Last-Event-ID must be the number of an event, not ${JSON.stringify(id.slice(0, 40))}`);
};

const cursorsOf = (text: string | undefined): Map<AttemptId, number> => {
  const cursors = new Map<AttemptId, number>();
  for (const part of text?.split(',') ?? []) {
    const [id = '', offset = ''] = part.split(':');
    if (!isAttemptId(id) || !/^\d{1,12}$/.test(offset)) throw badCursor(`from must list <attempt>:<bytes>`);
    cursors.set(id as AttemptId, Number(offset));
  }
  return cursors;
};

const badCursor = (message: string) =>
  new HttpFault(400, 'validation', {
    code: 'bad-cursor',
    message,
    suggestions: ['leave it out to start with the execution as it is'],
  });
