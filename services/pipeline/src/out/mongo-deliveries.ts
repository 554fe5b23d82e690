import type { PipelineId } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { isDuplicateKey, nativeOf } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { DeliveryJournal } from '../app/ports.js';
import type { Delivery } from '../domain/triggers/delivery.js';

type Row = Omit<Delivery, 'id'> & {
  _id: string;
  /** `<at>|<id>`: sorts those of one pipeline by time. */
  place: string;
  /** Since when nothing more will come of it. */
  settledAt?: Date;
};

/** As long as the gateway honours an idempotency key. */
const keptSeconds = 30 * 86_400;

const text = { type: String, required: true } as const;
const mixed = { type: Schema.Types.Mixed } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    place: text,
    pipelineId: text,
    project: text,
    pipelineVersion: { type: Number },
    source: text,
    at: text,
    what: text,
    decision: text,
    reason: { type: String },
    executionId: { type: String },
    trigger: mixed,
    environment: mixed,
    inputs: mixed,
    settledAt: { type: Date },
  },
  { collection: 'deliveries', versionKey: false, minimize: false },
)
  .index({ pipelineId: 1, place: -1 })
  .index({ decision: 1, at: 1 }, { partialFilterExpression: { decision: 'accepted' } })
  .index({ settledAt: 1 }, { expireAfterSeconds: keptSeconds, sparse: true });

export class MongoDeliveries extends DeliveryJournal {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Delivery', schema);
  }

  async add(delivery: Delivery): Promise<Delivery | undefined> {
    try {
      await this.rows.create(rowOf(delivery));
      return undefined;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const earlier = await this.rows.findById(delivery.id).lean<Row>();
      // It expired between the two: the id is free again.
      return earlier ? deliveryOf(earlier) : this.add(delivery);
    }
  }

  async settle(id: string, refusal: string | undefined): Promise<void> {
    const outcome = refusal === undefined ? { decision: 'started' } : { decision: 'refused', reason: refusal };
    await this.rows.updateOne(
      { _id: id, decision: 'accepted' },
      { $set: { ...outcome, settledAt: new Date() }, $unset: { environment: 1, inputs: 1 } },
    );
  }

  async unsettled(at: Millis, limit: number): Promise<Delivery[]> {
    const filter = { decision: 'accepted' as const, at: { $lt: isoTime(at) } };
    return (await nativeOf(this.rows).find(filter).sort({ at: 1 }).limit(limit).toArray()).map(deliveryOf);
  }

  async list(
    pipelineId: PipelineId,
    before: string | undefined,
    limit: number,
  ): Promise<{ deliveries: Delivery[]; next?: string }> {
    const filter = { pipelineId, ...(before === undefined ? {} : { place: { $lt: before } }) };
    const rows = await this.rows
      .find(filter, { environment: 0, inputs: 0 })
      .sort({ place: -1 })
      .limit(limit + 1)
      .lean<Row[]>();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { deliveries: page.map(deliveryOf), ...(rows.length > limit && last ? { next: last.place } : {}) };
  }
}

const rowOf = ({ id, ...delivery }: Delivery): Row => ({
  _id: id,
  place: `${delivery.at}|${id}`,
  ...delivery,
  ...(delivery.decision === 'accepted' ? {} : { settledAt: new Date() }),
});

const deliveryOf = ({ _id, place: _place, settledAt: _settledAt, ...delivery }: Row): Delivery => ({
  id: _id,
  ...delivery,
});
