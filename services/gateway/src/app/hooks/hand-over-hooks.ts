import { type Clock, Fault, type Millis, reasonOf } from '@switchyard/kernel';
import { type HookDelivery, type Settled, settledBy } from '../../domain/hooks/hook-delivery.js';
import type { QueueLimit } from '../queue-limit.js';
import type { HookInbox, HookTrouble, ProjectDeliveries } from './ports.js';

/** A delivery younger than this is still on its first way. */
const youngMs: Millis = 1_000;
/** What nobody has taken by then is of yesterday: people repeat it if they still want it. */
const oldestMs: Millis = 86_400_000;
const atOnce = 16;
const page = 200;

/** Gives what came to projects to the pipeline service until each is settled. */
export class HandOverHooks {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly inbox: HookInbox,
    private readonly pipelines: ProjectDeliveries,
    private readonly limit: QueueLimit,
    private readonly trouble: HookTrouble,
    private readonly clock: Clock,
  ) {}

  /** Starts at once, in the background. Twice is harmless: each pipeline has each delivery once. */
  begin(delivery: HookDelivery): void {
    const { id } = delivery;
    if (this.underWay.has(id)) return;
    const done = this.give(delivery)
      .catch((error: unknown) => this.trouble.note(id, error))
      .finally(() => this.underWay.delete(id));
    this.underWay.set(id, done);
  }

  /** Takes up what was left behind, also by processes that are gone. */
  async sweep(): Promise<void> {
    for (const delivery of await this.inbox.waiting(this.clock.now() - youngMs, page)) {
      if (this.underWay.size >= atOnce) await Promise.race(this.underWay.values());
      this.begin(delivery);
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async give(delivery: HookDelivery): Promise<void> {
    const settled = await this.decided(delivery).catch((error: unknown) => this.afterTrouble(delivery, error));
    if (settled) await this.inbox.settle(delivery.id, settled);
  }

  /** @returns undefined while it has to wait. */
  private async decided(delivery: HookDelivery): Promise<Settled | undefined> {
    const { id: deliveryId, project, event, payload, payloadBytes } = delivery;
    const queued = await this.limit.exceeded(project);
    if (queued !== undefined) {
      const reason = `project ${project} has ${queued} executions queued, and ${this.limit.most} is the most`;
      return this.isOld(delivery) ? tooOld(reason) : this.inbox.note(deliveryId, reason).then(() => undefined);
    }
    const { outcomes, more } = await this.pipelines.deliver({ project, deliveryId, event, payload, payloadBytes });
    for (const { executionId } of outcomes) if (executionId !== undefined) this.limit.accepted(project);
    return settledBy(delivery, outcomes, more);
  }

  /** What a retry cannot heal is refused; anything else waits for the next sweep. */
  private async afterTrouble(delivery: HookDelivery, error: unknown): Promise<Settled> {
    if (error instanceof Fault && !error.retry) return { outcome: 'refused', reason: error.message, pipelines: [] };
    if (this.isOld(delivery)) return tooOld(reasonOf(error));
    throw error;
  }

  private isOld({ at }: HookDelivery): boolean {
    return this.clock.now() - Date.parse(at) > oldestMs;
  }
}

const tooOld = (reason: string): Settled => ({
  outcome: 'refused',
  reason: `nobody could take it for a day: ${reason}`.slice(0, 1_000),
  pipelines: [],
});
