import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { type Clock, type Millis, reach } from '@switchyard/kernel';
import type { Trigger } from '../domain/trigger.js';
import { NoteStarted } from './note-started.js';
import type { ExecutionService, Inbox, PipelineService } from './ports.js';

/** Told when a trigger could not be handed over; the sweep tries again. */
export abstract class HandOverTrouble {
  abstract note(id: ExecutionId, error: unknown): void;
}

/** A trigger younger than this is still on its first way. */
const youngMs: Millis = 1_000;
const atOnce = 16;
const page = 500;

interface Way {
  trigger: Trigger;
  taken: boolean;
  handed: Promise<unknown>;
  done: Promise<void>;
}

/** Gives accepted triggers to the service that acts on them until each is settled. */
export class HandOver {
  private readonly underWay = new Map<ExecutionId, Way>();
  private readonly started: NoteStarted;

  constructor(
    private readonly inbox: Inbox,
    private readonly pipelines: PipelineService,
    private readonly executions: ExecutionService,
    private readonly trouble: HandOverTrouble,
    private readonly clock: Clock,
  ) {
    this.started = new NoteStarted(inbox);
  }

  /** Starts at once, in the background. */
  begin(trigger: Trigger): void {
    const { executionId } = trigger;
    if (this.underWay.has(executionId)) return;
    const handed = this.give(trigger);
    const done = handed
      .then(refusal => this.settle(executionId, refusal))
      .catch((error: unknown) => this.trouble.note(executionId, error))
      .finally(() => this.underWay.delete(executionId));
    this.underWay.set(executionId, { trigger, taken: false, handed, done });
  }

  /** Takes up what was left behind, also by processes that are gone. */
  async sweep(): Promise<void> {
    reach('gateway.handOver.sweep');
    const left = await this.inbox.unsettled(this.clock.now() - youngMs, page);
    for (const trigger of left) {
      const handing = [...this.underWay.values()].filter(one => !one.taken).map(one => one.handed);
      if (handing.length >= atOnce) await Promise.race(handing).catch(() => undefined);
      this.begin(trigger);
    }
  }

  async idle(): Promise<void> {
    await Promise.all([...this.underWay.values()].map(one => one.done));
  }

  /** How many of one project are on their way from here, and not taken yet. */
  pendingOf(project: ProjectId): number {
    return [...this.underWay.values()].filter(one => one.trigger.project === project && !one.taken).length;
  }

  /** A trigger that is on its way from here, and not taken yet. */
  find(id: ExecutionId): Trigger | undefined {
    const way = this.underWay.get(id);
    return way?.taken === false ? way.trigger : undefined;
  }

  /** @returns why nothing will ever run for it. */
  private async give(trigger: Trigger): Promise<string | undefined> {
    reach('gateway.handOver.beforeRun');
    const refusal = await this.refusalOf(trigger);
    const way = this.underWay.get(trigger.executionId);
    if (way) way.taken = true;
    return refusal;
  }

  private async settle(id: ExecutionId, refusal: string | undefined): Promise<void> {
    reach('gateway.handOver.afterRun');
    if (refusal === undefined) await this.started.note(id);
    else await this.inbox.refused(id, refusal);
    reach('gateway.handOver.afterSettle');
  }

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
