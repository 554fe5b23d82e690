import { type Clock, Fault, type Millis, sleep } from '@switchyard/kernel';
import type { Delivery } from '../domain/triggers/delivery.js';
import type { DeliveryJournal, TriggerTrouble } from './ports.js';
import type { RunPipeline } from './run-pipeline.js';

/** Younger ones are still on their first way. */
const youngMs: Millis = 5_000;
const page = 200;
const atOnce = 16;

/** The one way by which something that came by itself becomes an execution: written down first, then started. */
export class TakeDelivery {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly journal: DeliveryJournal,
    private readonly running: RunPipeline,
    private readonly trouble: TriggerTrouble,
    private readonly clock: Clock,
  ) {}

  /** @returns what is written down under its id, which an earlier one may have done. */
  async write(delivery: Delivery): Promise<{ delivery: Delivery; repeated: boolean }> {
    const earlier = await this.journal.add(delivery);
    return { delivery: earlier ?? delivery, repeated: earlier !== undefined };
  }

  /** Starts it in the background, if it is to be started; twice is harmless. */
  begin(delivery: Delivery): void {
    if (delivery.decision !== 'accepted' || this.underWay.has(delivery.id)) return;
    const done = this.start(delivery)
      .catch((error: unknown) => this.trouble.note('delivery not started yet', delivery.id, error))
      .finally(() => this.underWay.delete(delivery.id));
    this.underWay.set(delivery.id, done);
  }

  /** Waits until it is on its way no more, or for `ms`. */
  async settled(id: string, ms: Millis): Promise<void> {
    const done = this.underWay.get(id);
    if (!done) return;
    const enough = new AbortController();
    await Promise.race([done, sleep(ms, enough.signal)]);
    enough.abort();
  }

  /** Starts what was left behind, also by processes that are gone. */
  async sweep(): Promise<void> {
    for (const delivery of await this.journal.unsettled(this.clock.now() - youngMs, page)) {
      if (this.underWay.size >= atOnce) await Promise.race(this.underWay.values());
      this.begin(delivery);
    }
  }

  async idle(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async start(delivery: Delivery): Promise<void> {
    const { id, pipelineId, pipelineVersion, executionId, trigger, environment = {}, inputs = {} } = delivery;
    if (!executionId || !trigger) return this.journal.settle(id, 'it was written down without its execution');
    const which = { pipelineId, ...(pipelineVersion === undefined ? {} : { pipelineVersion }) };
    const message = { v: 1 as const, executionId, ...which, trigger, environment, inputs };
    const refusal = await this.running.run(message).then(
      reply => (reply.result === 'refused' ? reply.message : undefined),
      (error: unknown) => {
        if (error instanceof Fault && !error.retry) return error.message;
        throw error;
      },
    );
    await this.journal.settle(id, refusal);
  }
}
