import type {
  CheckInputsReply,
  ExecutionId,
  GetPipelineReply,
  PipelineId,
  PipelineView,
  RunPipelineReply,
} from '@switchyard/contracts';
import { Clock } from '@switchyard/kernel';
import type { Trigger } from '../domain/trigger.js';
import { AcceptRerun } from './accept-rerun.js';
import { AcceptTrigger, type TriggerRequest } from './accept-trigger.js';
import { HandOver, HandOverTrouble } from './hand-over.js';
import { World } from './follow.story.js';
import { KnownInputs } from './known-inputs.js';
import { Inbox, PipelineService } from './ports.js';
import { QueueLimit } from './queue-limit.js';
import { ReadExecution } from './read-execution.js';
import { TakeIn } from './take-in.js';

export const pipeline = { id: '01m84ywy6a68hprqsqj13hxz8x' as PipelineId, project: 'default', name: 'web', version: 2 };
const now = Date.parse('2026-11-23T12:30:00.000Z');

export class StoppedClock extends Clock {
  at = now;
  now() {
    return this.at;
  }
  monotonic() {
    return this.at;
  }
}

class MemoryInbox extends Inbox {
  readonly rows: Trigger[] = [];
  async add(trigger: Trigger) {
    const same = this.rows.find(
      row =>
        row.idempotencyKey !== undefined &&
        row.idempotencyKey === trigger.idempotencyKey &&
        row.pipelineId === trigger.pipelineId,
    );
    if (!same) this.rows.push(trigger);
    return same;
  }
  async find(id: ExecutionId) {
    return this.rows.find(row => row.executionId === id);
  }
  readonly noted: number[] = [];
  async started(ids: ExecutionId[]) {
    this.noted.push(ids.length);
    for (const row of this.rows) if (ids.includes(row.executionId)) row.state = 'started';
  }
  async refused(id: ExecutionId, refusal: string) {
    const row = await this.find(id);
    if (row) Object.assign(row, { state: 'refused', refusal });
  }
  async unsettled(at: number) {
    return this.rows.filter(row => row.state === 'accepted' && Date.parse(row.facts.at) < at);
  }
  async ping() {
    return 0;
  }
}

class Pipelines extends PipelineService {
  readonly ran: ExecutionId[] = [];
  marks: Partial<PipelineView> = {};
  answer: () => Promise<RunPipelineReply> = async () => ({ result: 'started', executionId: '' as ExecutionId });
  async get(id: PipelineId): Promise<GetPipelineReply> {
    this.asked += 1;
    return id === pipeline.id
      ? { result: 'found', pipeline: { ...pipeline, ...this.marks } as PipelineView, yaml: '' }
      : { result: 'missing' };
  }
  /** Whether the service is of a release that tells the pipeline with the inputs. */
  tells = true;
  asked = 0;
  checked = 0;
  async checkInputs(id: PipelineId, { inputs }: { inputs: Record<string, unknown> }): Promise<CheckInputsReply> {
    this.checked += 1;
    if (id !== pipeline.id) return { result: 'missing' };
    const told = this.tells ? { pipeline: { ...pipeline, ...this.marks } as PipelineView } : {};
    const mistakes = Object.keys(inputs).filter(input => input !== 'level');
    if (mistakes.length === 0) return { result: 'ok', inputs: { level: String(inputs['level'] ?? '1') }, ...told };
    return {
      result: 'bad-inputs',
      mistakes: mistakes.map(input => ({ input, message: `no input ${input}`, suggestion: '' })),
      ...told,
    };
  }
  async detect(): Promise<never> {
    throw new Error('not asked for here');
  }
  async run({ executionId }: Trigger) {
    this.ran.push(executionId);
    return this.answer();
  }
  async deliver(): Promise<never> {
    throw new Error('not asked for here');
  }
  async deliveries(): Promise<never> {
    throw new Error('not asked for here');
  }
  async apply(): Promise<never> {
    throw new Error('not asked for here');
  }
  async list(): Promise<never> {
    throw new Error('not asked for here');
  }
}

class Troubles extends HandOverTrouble {
  readonly noted: unknown[] = [];
  note(_id: ExecutionId, error: unknown) {
    this.noted.push(error);
  }
}

export const setUp = (most = 3) => {
  const [inbox, pipelines, troubles, clock] = [new MemoryInbox(), new Pipelines(), new Troubles(), new StoppedClock()];
  const world = new World();
  const handOver = new HandOver(inbox, pipelines, world, troubles, clock);
  const limit = new QueueLimit(world, handOver, clock, most);
  const takeIn = new TakeIn(inbox, handOver, limit);
  const known = new KnownInputs(pipelines, clock);
  const accept = new AcceptTrigger(takeIn, pipelines, known, clock);
  const ask = (more: Partial<TriggerRequest> = {}) =>
    accept.run({
      pipelineId: pipeline.id,
      facts: { type: 'manual', actor: 'owner' },
      environment: {},
      inputs: {},
      ...more,
    });
  const rerunning = new AcceptRerun(new ReadExecution(world, inbox), takeIn, clock);
  return { inbox, pipelines, troubles, clock, handOver, ask, world, rerunning, limit, known };
};
