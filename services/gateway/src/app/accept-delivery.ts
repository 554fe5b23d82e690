import type { DeliverEvent, DeliveryView } from '@switchyard/contracts';
import type { PipelineService } from './ports.js';
import type { QueueLimit } from './queue-limit.js';

export type AcceptedDelivery =
  | { result: 'taken'; delivery: DeliveryView; repeated: boolean }
  | { result: 'unknown-pipeline' }
  | { result: 'too-many-queued'; queued: number; most: number; project: string };

/** Gives what came to a webhook to the service that decides about it, which keeps it before it answers. */
export class AcceptDelivery {
  constructor(
    private readonly pipelines: PipelineService,
    private readonly limit: QueueLimit,
  ) {}

  async run(message: Omit<DeliverEvent, 'v'>): Promise<AcceptedDelivery> {
    const found = await this.pipelines.get(message.pipelineId);
    if (found.result === 'missing') return { result: 'unknown-pipeline' };
    const { project } = found.pipeline;
    const queued = await this.limit.exceeded(project);
    if (queued !== undefined) return { result: 'too-many-queued', queued, most: this.limit.most, project };
    const reply = await this.pipelines.deliver(message);
    if (reply.result === 'taken' && !reply.repeated && reply.delivery.executionId) this.limit.accepted(project);
    return reply;
  }
}
