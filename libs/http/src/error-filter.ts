import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { loggerOf } from '@switchyard/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tellError } from './error-answer.js';

/** Turns everything thrown behind the HTTP door into an `ErrorAnswer`. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log;

  constructor(service: string) {
    this.log = loggerOf(service);
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, body, retryAfter, unplanned } = tellError(thrown, request.id, Date.now());
    if (unplanned) this.log.error({ requestId: request.id, error: stackOf(thrown) }, 'request failed');
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
    void reply.status(status).send(body);
  }
}

const stackOf = (thrown: unknown) => (thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
