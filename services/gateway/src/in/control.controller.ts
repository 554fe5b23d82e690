import { Body, Controller, Delete, Headers, HttpCode, Param, Post } from '@nestjs/common';
import {
  type CancelAnswer,
  CancelBody,
  ExecutionParams,
  PauseBody,
  type PauseReply,
  RerunBody,
  type ReviewAnswer,
  ReviewBody,
  type TriggerAnswer,
} from '@switchyard/contracts';
import { notFound } from '@switchyard/http';
import { traceparentOf } from '@switchyard/telemetry';
import { AcceptRerun } from '../app/accept-rerun.js';
import { ExecutionService } from '../app/ports.js';
import { ReadExecution } from '../app/read-execution.js';
import { Needs } from './access/needs.js';
import { Actor } from './actor.js';
import { Audited } from './audit/audited.js';
import { allFromStep, checkedKey, keyReused, refused, tooManyQueued, unknownExecution } from './refused.js';

type Id = ExecutionParams['id'];

/** What people may do with an execution. */
@Controller('/api/ci/executions')
export class ControlController {
  constructor(
    private readonly executions: ExecutionService,
    private readonly reading: ReadExecution,
    private readonly rerunning: AcceptRerun,
  ) {}

  @Needs('executions.control')
  @Audited('execution.cancelled', 'execution')
  @Post('/:id/cancel')
  @HttpCode(202)
  async cancel(
    @Param() { id }: ExecutionParams,
    @Body() body: CancelBody,
    @Actor() actor: string,
  ): Promise<CancelAnswer> {
    const { reason, force } = body;
    const by = { actor, ...(reason === undefined ? {} : { reason }), ...(force === undefined ? {} : { force }) };
    return this.answer(id, await this.executions.cancel(id, by), 'the execution is being stopped');
  }

  /** The older spelling of the same. */
  @Needs('executions.control')
  @Audited('execution.cancelled', 'execution')
  @Delete('/:id/cancel')
  @HttpCode(202)
  cancelByDelete(@Param() params: ExecutionParams, @Actor() actor: string): Promise<CancelAnswer> {
    return this.cancel(params, {}, actor);
  }

  /** Accepted means stored: what happens next survives any restart. */
  @Needs('executions.start')
  @Audited('execution.rerun', 'execution')
  @Post('/:id/rerun')
  @HttpCode(202)
  async rerun(
    @Param() { id: source }: ExecutionParams,
    @Body() body: RerunBody,
    @Headers('idempotency-key') key: string | undefined,
    @Actor() actor: string,
  ): Promise<TriggerAnswer> {
    const idempotencyKey = checkedKey(key);
    const traceparent = traceparentOf();
    const accepted = await this.rerunning.run({
      source,
      actor,
      ...repeatedOf(body),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(traceparent === undefined ? {} : { traceparent }),
    });
    switch (accepted.result) {
      case 'accepted':
        return { execution_id: accepted.executionId, message: 'the repetition was accepted' };
      case 'unknown-step':
        throw notFound(
          'unknown-step',
          `${source} has no step ${body.from_step}`,
          `its steps are ${accepted.steps.slice(0, 50).join(', ')}`,
        );
      case 'too-many-queued':
        throw tooManyQueued(accepted);
      case 'key-reused':
        throw keyReused();
      default:
        throw refused(source, accepted.result);
    }
  }

  @Needs('executions.review')
  @Audited('execution.approved', 'execution')
  @Post('/:id/approve')
  approve(@Param() { id }: ExecutionParams, @Body() body: ReviewBody, @Actor() actor: string): Promise<ReviewAnswer> {
    return this.review(id, body, actor, 'approve');
  }

  @Needs('executions.review')
  @Audited('execution.rejected', 'execution')
  @Post('/:id/reject')
  reject(@Param() { id }: ExecutionParams, @Body() body: ReviewBody, @Actor() actor: string): Promise<ReviewAnswer> {
    return this.review(id, body, actor, 'reject');
  }

  @Needs('executions.control')
  @Audited('execution.paused', 'execution')
  @Post('/:id/pause')
  async pause(
    @Param() { id }: ExecutionParams,
    @Body() body: PauseBody,
    @Actor() actor: string,
  ): Promise<CancelAnswer> {
    const by = { actor, ...(body.reason === undefined ? {} : { reason: body.reason }) };
    return this.answer(id, await this.executions.pause(id, by), 'nothing more is started until it is resumed');
  }

  @Needs('executions.control')
  @Audited('execution.resumed', 'execution')
  @Post('/:id/resume')
  async resume(@Param() { id }: ExecutionParams, @Actor() actor: string): Promise<CancelAnswer> {
    return this.answer(id, await this.executions.resume(id, actor), 'the execution goes on');
  }

  private async review(
    id: Id,
    { step, comment }: ReviewBody,
    actor: string,
    verdict: 'approve' | 'reject',
  ): Promise<ReviewAnswer> {
    const word = { executionId: id, stepId: step, actor, verdict, ...(comment === undefined ? {} : { comment }) };
    const reply = await this.executions.review(word);
    if (reply.result === 'refused') throw refused(id, reply.reason);
    const { status, missing } = reply;
    const message =
      verdict === 'reject' ? 'the step was rejected' : missing > 0 ? `${missing} more wanted` : 'the step was approved';
    return { execution_id: id, step, status, missing, message };
  }

  /** @throws HttpFault when it was refused. */
  private async answer(id: Id, reply: PauseReply, message: string): Promise<CancelAnswer> {
    if (reply.result === 'ok') return { execution_id: id, status: reply.status, message };
    // A trigger that is not handed over yet becomes an execution in a moment.
    if (reply.reason !== 'unknown-execution') throw refused(id, reply.reason);
    throw (await this.reading.run(id)) ? refused(id, 'not-queued') : unknownExecution(id);
  }
}

/** @throws HttpFault where a body asks for everything, and for a part of it. */
const repeatedOf = ({ all, from_step: fromStep }: RerunBody) => {
  if (all && fromStep !== undefined) throw allFromStep();
  return { ...(fromStep === undefined ? {} : { fromStep }), ...(all === true ? { all: true } : {}) };
};
