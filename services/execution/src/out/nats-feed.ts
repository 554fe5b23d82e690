import type { Bus } from '@switchyard/bus';
import { eventSubject, type YardEvent } from '@switchyard/contracts';
import { contextFrom, within } from '@switchyard/telemetry';
import { reach } from '@switchyard/kernel';
import { EventFeed } from '../app/ports.js';

export class NatsFeed extends EventFeed {
  constructor(private readonly bus: Bus) {
    super();
  }

  async publish(event: YardEvent): Promise<void> {
    reach('execution.feed.beforeEvent');
    const { project, executionId } = event.data;
    await within(contextFrom(event.traceparent), () =>
      this.bus.keep(eventSubject(project, executionId, event.type), event, { id: event.id }),
    );
    reach('execution.feed.afterEvent');
  }
}
