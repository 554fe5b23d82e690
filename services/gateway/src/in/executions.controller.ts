import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import {
  ExecutionParams,
  type ExecutionView,
  GetExecutionQuery,
  ListEventsQuery,
  type ListEventsReply,
  ListExecutionsQuery,
  type ListExecutionsReply,
  type ProjectId,
  type TraceAnswer,
  type WhyAnswer,
  WhyQuery,
} from '@switchyard/contracts';
import { notFound } from '@switchyard/http';
import type { FastifyReply } from 'fastify';
import { FindTrace } from '../app/find-trace.js';
import { ExecutionService } from '../app/ports.js';
import { ReadExecution } from '../app/read-execution.js';
import { InProject } from './access/request.js';
import { Needs } from './access/needs.js';
import { passOn } from './pass-on.js';
import { unknownExecution } from './refused.js';

/** Executions: what they are, what happened to them, and why. */
@Controller('/api/ci/executions')
export class ExecutionsController {
  constructor(
    private readonly executions: ExecutionService,
    private readonly reading: ReadExecution,
    private readonly traces: FindTrace,
  ) {}

  @Needs('executions.read')
  @Get()
  async list(
    @Query() { pipeline, ...query }: ListExecutionsQuery,
    @InProject() project: ProjectId | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListExecutionsReply> {
    const written = await this.executions.list({
      ...query,
      ...(project === undefined ? {} : { project }),
      ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    });
    return passOn(reply, written);
  }

  @Needs('executions.read')
  @Get('/:id')
  async get(@Param() { id }: ExecutionParams, @Query() { at }: GetExecutionQuery = {}): Promise<ExecutionView> {
    const found = at === undefined ? await this.reading.run(id) : await this.executions.get(id, at);
    if (found) return found;
    const now = at === undefined ? undefined : await this.reading.run(id);
    if (!now) throw unknownExecution(id);
    throw notFound('unknown-event', `${id} has ${now.rev} events, and no event ${at}`, 'leave at out for what is now');
  }

  /** Each wait and each bad end in one sentence; of one step, where one is named. */
  @Needs('executions.read')
  @Get('/:id/why')
  async why(@Param() { id }: ExecutionParams, @Query() { step }: WhyQuery): Promise<WhyAnswer> {
    const reply = await this.executions.why(id, step);
    if (reply.result === 'found') return { explanations: reply.explanations };
    const known = await this.reading.run(id);
    if (!known) throw unknownExecution(id);
    if (known.rev === 0) return { explanations: [{ sentence: known.reason ?? 'accepted, and not planned yet' }] };
    // It was created between the two questions.
    if (reply.what === 'execution') return this.why({ id }, step === undefined ? {} : { step });
    const steps = known.steps.map(one => one.id).slice(0, 50);
    throw notFound('unknown-step', `${id} has no step ${step}`, `its steps are ${steps.join(', ')}`);
  }

  @Needs('executions.read')
  @Get('/:id/events')
  async events(@Param() { id }: ExecutionParams, @Query() { after, limit }: ListEventsQuery): Promise<ListEventsReply> {
    const events = await this.executions.events(id, after, limit);
    if (events.length === 0) await this.get({ id });
    return { events };
  }

  @Needs('executions.read')
  @Get('/:id/trace')
  async trace(@Param() { id }: ExecutionParams): Promise<TraceAnswer> {
    const found = await this.traces.run(id);
    if (found.traceId === undefined) await this.get({ id });
    return found;
  }
}
