import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { type Clock, type Millis, reach } from '@switchyard/kernel';
import type { Trigger } from '../domain/trigger.js';
import type { ExecutionService, Inbox, PipelineService } from './ports.js';

/** Told when a trigger could not be handed over; the sweep tries again. */
export abstract class HandOverTrouble {
  abstract note(id: ExecutionId, error: unknown): void;
}

/** A trigger younger than this is still on its first way. */
const youngMs: Millis = 1_000;
const atOnce = 16;
const page = 500;

/** Gives accepted triggers to the service that acts on them until each is settled. */
export class HandOver {
  private readonly underWay = new Map<ExecutionId, { project: ProjectId; taken: boolean; done: Promise<void> }>();

  constructor(
    private readonly inbox: Inbox,
    private readonly pipelines: PipelineService,
    private readonly executions: ExecutionService,
    private readonly trouble: HandOverTrouble,
    private readonly clock: Clock,
  ) {}

  /** Starts at once, in the background. */
  begin(trigger: Trigger): void {
    const { executionId, project } = trigger;
    if (this.underWay.has(executionId)) return;
    const done = this.give(trigger)
      .catch((error: unknown) => this.trouble.note(executionId, error))
      .finally(() => this.underWay.delete(executionId));
    this.underWay.set(executionId, { project, taken: false, done });
  }

  /** Takes up what was left behind, also by processes that are gone. */
  async sweep(): Promise<void> {
    reach('gateway.handOver.sweep');
    const left = await this.inbox.unsettled(this.clock.now() - youngMs, page);
    for (const trigger of left) {
      if (this.underWay.size >= atOnce) await Promise.race(this.works());
      this.begin(trigger);
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.works());
  }

  /** How many of one project are on their way from here, and not taken yet. */
  pendingOf(project: ProjectId): number {
    return [...this.underWay.values()].filter(one => one.project === project && !one.taken).length;
  }

  private works(): Promise<void>[] {
    return [...this.underWay.values()].map(one => one.done);
  }

  private async give(trigger: Trigger): Promise<void> {
    reach('gateway.handOver.beforeRun');
    const refusal = await this.refusalOf(trigger);
    const way = this.underWay.get(trigger.executionId);
    if (way) way.taken = true;
    reach('gateway.handOver.afterRun');
    await this.inbox.settle(trigger.executionId, refusal);
    reach('gateway.handOver.afterSettle');
  }

  /** @returns why nothing will ever run for it. */
  private async refusalOf(trigger: Trigger): Promise<string | undefined> {
    const { rerun } = trigger;
    if (rerun) {
      const repeated = await this.executions.rerun({ ...trigger, rerun });
      return repeated.result === 'refused'
        ? `execution ${rerun.source} cannot be repeated: ${repeated.reason}`
        : undefined;
    }
    const reply = await this.pipelines.run(trigger);
    return reply.result === 'refused' ? reply.message : undefined;
  }
}
