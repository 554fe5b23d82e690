import type { DeliverEvent as Message, DeliverEventReply } from '@switchyard/contracts';
import { type Clock, isoTime, type Millis } from '@switchyard/kernel';
import type { PipelineModel } from '@switchyard/pipeline-file';
import { decideTrigger } from '../domain/triggers/decide-trigger.js';
import { decided } from '../domain/triggers/decided.js';
import type { Delivery } from '../domain/triggers/delivery.js';
import { payloadOf } from '../domain/triggers/environment.js';
import { wordsOf } from '../domain/triggers/event.js';
import { mostStepsOf } from '../domain/triggers/most-steps.js';
import { deliveryViewOf } from './delivery-view.js';
import { executionIdOf } from './execution-id.js';
import { isOn } from './keep-standing.js';
import { unreadable } from './pipeline-view.js';
import type { Pipelines, StoredPipeline } from './ports.js';
import type { ReadModel } from './read-model.js';
import type { TakeDelivery } from './take-delivery.js';

/** Whoever sent it waits that long for the execution to be there; it will be, also when this was not enough. */
const patienceMs: Millis = 1_500;

/** Decides what becomes of something that came to a webhook, writes that down, and starts it. */
export class DeliverEvent {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly models: ReadModel,
    private readonly taking: TakeDelivery,
    private readonly clock: Clock,
  ) {}

  async run(message: Message): Promise<DeliverEventReply> {
    const pipeline = await this.pipelines.find(message.pipelineId);
    if (!pipeline) return { result: 'unknown-pipeline' };
    const { delivery, repeated } = await this.take(pipeline, message);
    const outcome = await this.taking.outcome(delivery, patienceMs);
    return { result: 'taken', delivery: deliveryViewOf({ ...delivery, ...outcome }), repeated };
  }

  /** Does not wait for the execution. @returns what is written down, which an earlier call may have done */
  async take(pipeline: StoredPipeline, message: Message): Promise<{ delivery: Delivery; repeated: boolean }> {
    const taken = await this.taking.write(await this.decide(pipeline, message));
    this.taking.begin(taken.delivery);
    return taken;
  }

  private async decide(pipeline: StoredPipeline, message: Message): Promise<Delivery> {
    const now = this.clock.now();
    const { id: pipelineId, project, version: pipelineVersion } = pipeline;
    const id = `${pipelineId}:${message.deliveryId}`;
    const at = isoTime(now);
    const event = { kind: 'webhook' as const, event: message.event };
    const about = { id, pipelineId, pipelineVersion, project, source: 'webhook' as const, at, what: wordsOf(event) };
    const model = await this.models.of(pipeline);
    if (!model) return { ...about, decision: 'refused', reason: unreadable(pipeline) };
    if (!isOn(pipeline))
      return {
        ...about,
        decision: 'skipped',
        reason: `${pipeline.name} is ${pipeline.deleted ? 'deleted' : 'disabled'}`,
      };
    const delivery = decided(about, decideTrigger({ pipelineId, model, at }, event), executionIdOf(id, now));
    return delivery.decision === 'accepted' ? { ...delivery, ...loadOf(message, model, delivery) } : delivery;
  }
}

/** What came reaches the steps with the rest. */
const loadOf = (
  { payload, payloadBytes }: Message,
  model: PipelineModel,
  { environment }: Delivery,
): Pick<Delivery, 'environment' | 'reason'> => {
  const { text, cut } = payloadOf(payload, payloadBytes, mostStepsOf(model));
  return { environment: { ...environment, YARD_PAYLOAD: text }, ...(cut === undefined ? {} : { reason: cut }) };
};
