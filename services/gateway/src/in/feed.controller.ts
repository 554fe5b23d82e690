import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { feedCursor, FeedQuery, type ProjectId, type ReadFeedReply } from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { FollowFeed } from '../app/follow-feed.js';
import { ExecutionService } from '../app/ports.js';
import { InProject } from './access/request.js';
import { Needs } from './access/needs.js';
import { EventStreams } from './event-streams.js';

/** What happens in all executions, by time. */
@Controller('/api/ci/events')
export class FeedController {
  constructor(
    private readonly executions: ExecutionService,
    private readonly following: FollowFeed,
    private readonly streams: EventStreams,
  ) {}

  @Needs('executions.read')
  @Get()
  page(@Query() query: FeedQuery, @InProject() project: ProjectId | undefined): Promise<ReadFeedReply> {
    return this.executions.feed({ ...query, ...(project === undefined ? {} : { project }) });
  }

  /** Server-sent events: what has happened `since` then first, and then what happens. */
  @Needs('executions.read')
  @Get('/stream')
  async stream(
    @Query() { limit: _, ...query }: FeedQuery,
    @InProject() project: ProjectId | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = lastEventId ?? query.after;
    if (after !== undefined && !feedCursor.test(after))
      throw new HttpFault(400, 'validation', {
        code: 'bad-cursor',
        message: `Last-Event-ID must be the id of an event of this stream, not ${JSON.stringify(after.slice(0, 60))}`,
        suggestions: ['leave it out to start with what happens now'],
      });
    const signal = this.streams.signalFor(reply);
    const frames = this.following.frames({
      ...query,
      ...(project === undefined ? {} : { project }),
      ...(after === undefined ? {} : { after }),
      signal,
    });
    await this.streams.send(reply, frames, signal);
  }
}
