import type { ExecutionId } from '@switchyard/contracts';
import { type Clock, type Millis, reach } from '@switchyard/kernel';
import type { Trigger } from '../domain/trigger.js';
import type { Inbox, PipelineService } from './ports.js';

/** Told when a trigger could not be handed over; the sweep tries again. */
export abstract class HandOverTrouble {
  abstract note(id: ExecutionId, error: unknown): void;
}

/** A trigger younger than this is still on its first way. */
const youngMs: Millis = 1_000;
const atOnce = 16;
const page = 500;

/** Gives accepted triggers to the pipeline service until each is settled. */
export class HandOver {
  private readonly underWay = new Map<ExecutionId, Promise<void>>();

  constructor(
    private readonly inbox: Inbox,
    private readonly pipelines: PipelineService,
    private readonly trouble: HandOverTrouble,
    private readonly clock: Clock,
  ) {}

  /** Starts at once, in the background. */
  begin(trigger: Trigger): void {
    const { executionId } = trigger;
    if (this.underWay.has(executionId)) return;
    const work = this.give(trigger)
      .catch((error: unknown) => this.trouble.note(executionId, error))
      .finally(() => this.underWay.delete(executionId));
    this.underWay.set(executionId, work);
  }

  /** Takes up what was left behind, also by processes that are gone. */
  async sweep(): Promise<void> {
    reach('gateway.handOver.sweep');
    const left = await this.inbox.unsettled(this.clock.now() - youngMs, page);
    for (const trigger of left) {
      if (this.underWay.size >= atOnce) await Promise.race(this.underWay.values());
      this.begin(trigger);
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async give(trigger: Trigger): Promise<void> {
    reach('gateway.handOver.beforeRun');
    const reply = await this.pipelines.run(trigger);
    reach('gateway.handOver.afterRun');
    await this.inbox.settle(trigger.executionId, reply.result === 'refused' ? reply.message : undefined);
    reach('gateway.handOver.afterSettle');
  }
}
