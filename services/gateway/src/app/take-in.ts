import type { ExecutionId } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { isSameRequest, type Trigger } from '../domain/trigger.js';
import type { HandOver } from './hand-over.js';
import type { Inbox } from './ports.js';
import type { QueueLimit } from './queue-limit.js';

export type TakenIn =
  | { result: 'accepted'; executionId: ExecutionId }
  /** The key was used for another request. */
  | { result: 'key-reused' }
  | { result: 'too-many-queued'; queued: number; most: number; project: string };

/** The one way into the inbox: what is accepted is stored before anybody is told, and then handed over. */
export class TakeIn {
  constructor(
    private readonly inbox: Inbox,
    private readonly handOver: HandOver,
    private readonly limit: QueueLimit,
  ) {}

  async run(trigger: Trigger): Promise<TakenIn> {
    const { project } = trigger;
    const queued = await this.limit.exceeded(project);
    if (queued !== undefined) return { result: 'too-many-queued', queued, most: this.limit.most, project };
    reach('gateway.trigger.beforeStore');
    const earlier = await this.inbox.add(trigger);
    reach('gateway.trigger.afterStore');
    if (earlier && !isSameRequest(earlier, trigger)) return { result: 'key-reused' };
    if (!earlier) {
      this.limit.accepted(project);
      this.handOver.begin(trigger);
    }
    reach('gateway.trigger.beforeAnswer');
    return { result: 'accepted', executionId: (earlier ?? trigger).executionId };
  }
}
