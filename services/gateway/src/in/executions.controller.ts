import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import {
  type CancelAnswer,
  CancelBody,
  ExecutionParams,
  type ExecutionView,
  ListEventsQuery,
  type ListEventsReply,
  ListExecutionsQuery,
  type ListExecutionsReply,
  ReadLogQuery,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { ExecutionService } from '../app/ports.js';
import { ReadExecution } from '../app/read-execution.js';
import { ReadLogs } from '../app/read-logs.js';
import { owner } from './access.guard.js';
import { sendLog } from './send-log.js';

/** Executions: what they are, what happened to them, and their end. */
@Controller('/api/ci/executions')
export class ExecutionsController {
  constructor(
    private readonly executions: ExecutionService,
    private readonly reading: ReadExecution,
    private readonly logs: ReadLogs,
  ) {}

  @Get()
  list(@Query() { pipeline, ...query }: ListExecutionsQuery): Promise<ListExecutionsReply> {
    return this.executions.list({ ...query, ...(pipeline === undefined ? {} : { pipelineId: pipeline }) });
  }

  @Get('/:id')
  async get(@Param() { id }: ExecutionParams): Promise<ExecutionView> {
    const found = await this.reading.run(id);
    if (!found) throw unknownExecution(id);
    return found;
  }

  @Get('/:id/events')
  async events(@Param() { id }: ExecutionParams, @Query() { after, limit }: ListEventsQuery): Promise<ListEventsReply> {
    const events = await this.executions.events(id, after, limit);
    if (events.length === 0) await this.get({ id });
    return { events };
  }

  /** The bytes as the step wrote them. Of all attempts, one after the other, unless one is named. */
  @Get('/:id/logs')
  async log(
    @Param() { id }: ExecutionParams,
    @Query() { attempt, offset }: ReadLogQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const execution = await this.get({ id });
    if (attempt === undefined) return sendLog(reply, {}, this.logs.ofAll(execution));
    const view = execution.steps.flatMap(step => step.attempts).find(one => one.id === attempt);
    if (!view) throw notFound('unknown-attempt', `${id} has no attempt ${attempt}`, 'GET the execution lists them');
    const { stored, total, pieces } = await this.logs.ofOne(attempt, offset);
    sendLog(reply, { stored, ...(total === undefined ? {} : { total }) }, pieces);
  }

  @Post('/:id/cancel')
  @HttpCode(202)
  async cancel(@Param() { id }: ExecutionParams, @Body() body: CancelBody | undefined): Promise<CancelAnswer> {
    const reply = await this.executions.cancel(id, owner, body?.reason);
    if (reply.result === 'refused') {
      // A trigger that is not handed over yet becomes an execution in a moment.
      if (!(await this.reading.run(id))) throw unknownExecution(id);
      throw new HttpFault(409, 'validation', {
        code: reply.reason,
        message: `the execution cannot be cancelled now: ${reply.reason}`,
        suggestions: ['ask again in a moment'],
      });
    }
    return { execution_id: id, status: reply.status, message: 'the execution is being stopped' };
  }

  /** The older spelling of the same. */
  @Delete('/:id/cancel')
  @HttpCode(202)
  cancelByDelete(@Param() params: ExecutionParams): Promise<CancelAnswer> {
    return this.cancel(params, undefined);
  }
}

export const unknownExecution = (id: string) =>
  notFound('unknown-execution', `there is no execution ${id}`, 'GET /api/ci/executions lists them');
