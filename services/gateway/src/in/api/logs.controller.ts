import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import {
  type AttemptId,
  ExecutionParams,
  type ExecutionView,
  ReadLogQuery,
  type SearchLogAnswer,
  SearchLogQuery,
} from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { ReadExecution } from '../../app/read-execution.js';
import { ReadLogs } from '../../app/read-logs.js';
import { type Part, rangeOf } from '../../domain/log-part.js';
import { Needs } from '../access/needs.js';
import { unknownExecution } from '../refused.js';
import { sendLog } from '../send-log.js';

/** The output of executions: whole, in parts, and looked through. */
@Controller('/api/ci/executions')
export class LogsController {
  constructor(
    private readonly reading: ReadExecution,
    private readonly logs: ReadLogs,
  ) {}

  /**
   * The bytes as the step wrote them. Of all attempts, one after the other, unless one is named; of one from `offset`
   * on at most `limit` bytes, its last `tail` lines, or what the header Range says.
   */
  @Needs('executions.read')
  @Get('/:id/logs')
  async read(
    @Param() { id }: ExecutionParams,
    @Query() query: ReadLogQuery,
    @Headers('range') range: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const execution = await this.found(id);
    const { attempt } = query;
    nameFile(reply, query, attempt ?? id);
    if (attempt === undefined) {
      if (isPart(query)) throw needsAttempt();
      return sendLog(reply, {}, this.logs.ofAll(execution));
    }
    const { droppedBytes: dropped } = attemptIn(execution, attempt);
    void reply.header('accept-ranges', 'bytes');
    const { start, end } = await this.partOf(attempt, query, range, reply);
    const { stored, total, pieces } = await this.logs.ofOne(
      attempt,
      start,
      end === undefined ? undefined : end - start,
    );
    const facts = { stored, ...(total === undefined ? {} : { total }), ...(dropped === undefined ? {} : { dropped }) };
    sendLog(reply, facts, pieces);
  }

  /** Lines with a text, in any case: of one attempt or of all, with their numbers. */
  @Needs('executions.read')
  @Get('/:id/logs/search')
  async search(@Param() { id }: ExecutionParams, @Query() query: SearchLogQuery): Promise<SearchLogAnswer> {
    const execution = await this.found(id);
    const { attempt, q, limit } = query;
    const all = execution.steps.flatMap(step => step.attempts.map(one => one.id));
    return this.logs.search(attempt === undefined ? all : [attemptIn(execution, attempt).id], q, limit);
  }

  /** Sets the status of a partial answer too. */
  private async partOf(
    id: AttemptId,
    query: ReadLogQuery,
    range: string | undefined,
    reply: FastifyReply,
  ): Promise<Part> {
    const { offset, limit, tail } = query;
    if (tail !== undefined) return { start: await this.logs.tailOf(id, tail) };
    if (offset > 0 || limit !== undefined)
      return { start: offset, ...(limit === undefined ? {} : { end: offset + limit }) };
    if (range === undefined) return { start: 0 };
    const { stored, total } = await this.logs.facts(id);
    const part = rangeOf(range, stored);
    if (part === undefined) return { start: 0 };
    // While the attempt runs nobody knows the whole length.
    const whole = total ?? '*';
    if (part === 'beyond') {
      void reply.header('content-range', `bytes */${whole}`);
      throw beyond(stored);
    }
    const end = Math.min(part.end ?? stored, stored);
    void reply.status(206).header('content-range', `bytes ${part.start}-${end - 1}/${whole}`);
    return { start: part.start, end };
  }

  private async found(id: ExecutionParams['id']): Promise<ExecutionView> {
    const execution = await this.reading.run(id);
    if (!execution) throw unknownExecution(id);
    return execution;
  }
}

const attemptIn = (
  execution: ExecutionView,
  attempt: AttemptId,
): ExecutionView['steps'][number]['attempts'][number] => {
  const found = execution.steps.flatMap(step => step.attempts).find(one => one.id === attempt);
  if (found) return found;
  throw notFound('unknown-attempt', `${execution.id} has no attempt ${attempt}`, 'GET the execution lists them');
};

const isPart = ({ limit, tail, offset }: ReadLogQuery) => limit !== undefined || tail !== undefined || offset > 0;

const nameFile = (reply: FastifyReply, { download }: ReadLogQuery, name: string): void => {
  if (download === 'true' || download === '1')
    void reply.header('content-disposition', `attachment; filename="${name}.log"`);
};

const needsAttempt = () =>
  new HttpFault(400, 'validation', {
    code: 'needs-attempt',
    message: 'offset, limit and tail are of one attempt, and none is named',
    suggestions: ['add ?attempt=<execution>.<step>.<n>; GET the execution lists them'],
  });

const beyond = (stored: number) =>
  new HttpFault(416, 'validation', {
    code: 'beyond-the-end',
    message: `there are ${stored} bytes, and the range begins behind them`,
    suggestions: ['ask for a range that begins before, or for bytes=-1000 for the last ones'],
  });
