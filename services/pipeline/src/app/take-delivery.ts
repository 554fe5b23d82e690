import { type Clock, Fault, type Millis, sleep } from '@switchyard/kernel';
import type { Delivery } from '../domain/triggers/delivery.js';
import type { DeliveryJournal, TriggerTrouble } from './ports.js';
import type { RunPipeline } from './run-pipeline.js';

/** What becomes of something that was accepted. */
type Outcome = Pick<Delivery, 'decision' | 'reason'>;

/** Younger ones are still on their first way. */
const youngMs: Millis = 5_000;
const page = 200;
const atOnce = 16;

/** The one way by which something that came by itself becomes an execution: written down first, then started. */
export class TakeDelivery {
  private readonly underWay = new Map<string, Promise<Outcome | undefined>>();

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
      .catch((error: unknown) => {
        this.trouble.note('delivery not started yet', delivery.id, error);
        return undefined;
      })
      .finally(() => this.underWay.delete(delivery.id));
    this.underWay.set(delivery.id, done);
  }

  /** What has become of it, if that is known within `ms`. */
  async outcome({ id }: Delivery, ms: Millis): Promise<Outcome | undefined> {
    const enough = new AbortController();
    const late = sleep(ms, enough.signal).then(() => undefined);
    return Promise.race([this.underWay.get(id), late]).finally(() => enough.abort());
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

  private async start(delivery: Delivery): Promise<Outcome> {
    const refusal = await this.refusalOf(delivery);
    await this.journal.settle(delivery.id, refusal);
    return refusal === undefined ? { decision: 'started' } : { decision: 'refused', reason: refusal };
  }

  /** @returns why nothing can ever run for it. */
  private async refusalOf(delivery: Delivery): Promise<string | undefined> {
    const { pipelineId, pipelineVersion, executionId, trigger, environment = {}, inputs = {} } = delivery;
    if (!executionId || !trigger) return 'it was written down without its execution';
    const which = { pipelineId, ...(pipelineVersion === undefined ? {} : { pipelineVersion }) };
    try {
      const reply = await this.running.run({ v: 1, executionId, ...which, trigger, environment, inputs });
      return reply.result === 'refused' ? reply.message : undefined;
    } catch (error) {
      if (error instanceof Fault && !error.retry) return error.message;
      throw error;
    }
  }
}
