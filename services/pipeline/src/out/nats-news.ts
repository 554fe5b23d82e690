import type { Bus } from '@switchyard/bus';
import { type PipelineEvent, pipelineEventSubject } from '@switchyard/contracts';
import { PipelineNews } from '../app/ports.js';

/** Sent on the connection that answers, and before the answer: who acts on the answer meets nobody who has not heard. */
export class NatsNews extends PipelineNews {
  constructor(private readonly bus: Bus) {
    super();
  }

  tell(event: PipelineEvent): void {
    const { project, pipelineId } = event.data;
    this.bus.publish(pipelineEventSubject(project, pipelineId), event);
  }
}
