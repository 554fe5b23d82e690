import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { isSameRequest, type Trigger } from '../domain/trigger.js';
import type { HandOver } from './hand-over.js';
import type { Inbox } from './ports.js';
import type { Place, QueueLimit } from './queue-limit.js';

export type TakenIn =
  | { result: 'accepted'; executionId: ExecutionId }
  /** The key was used for another request. */
  | { result: 'key-reused' }
  | { result: 'too-many-queued'; queued: number; most: number; project: string };

/** The one way into the inbox: what is accepted is stored before anybody is told, and then handed over. */
export class TakeIn {
  /** @param belongs is told of each new execution. */
  constructor(
    private readonly inbox: Inbox,
    private readonly handOver: HandOver,
    private readonly limit: QueueLimit,
    private readonly belongs: (execution: ExecutionId, project: ProjectId) => void = () => undefined,
  ) {}

  async run(trigger: Trigger): Promise<TakenIn> {
    const { project } = trigger;
    const place = await this.limit.take(project);
    if (typeof place === 'number') return { result: 'too-many-queued', queued: place, most: this.limit.most, project };
    const earlier = await this.store(trigger, place);
    if (earlier && !isSameRequest(earlier, trigger)) return { result: 'key-reused' };
    reach('gateway.trigger.beforeAnswer');
    return { result: 'accepted', executionId: (earlier ?? trigger).executionId };
  }

  /** For whoever knows that something of the project will come in a moment. */
  lookAhead(project: ProjectId): void {
    this.limit.lookAhead(project);
  }

  /** @returns the trigger that has its key already; else this one is stored, and on its way. */
  private async store(trigger: Trigger, place: Place): Promise<Trigger | undefined> {
    let isAccepted = false;
    try {
      reach('gateway.trigger.beforeStore');
      const earlier = await this.inbox.add(trigger);
      reach('gateway.trigger.afterStore');
      if (earlier) return earlier;
      this.handOver.begin(trigger);
      isAccepted = true;
    } finally {
      place.settle(isAccepted);
    }
    this.belongs(trigger.executionId, trigger.project);
    return undefined;
  }
}
