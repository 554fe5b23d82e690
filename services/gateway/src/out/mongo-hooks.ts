import type { ProjectId } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { inTime, isDuplicateKey, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { HookInbox, type HookPage } from '../app/hooks/ports.js';
import { type HookDelivery, type HookKeys, keptMs, type Settled } from '../domain/hooks/hook-delivery.js';

type Row = Omit<HookDelivery, 'id'> & {
  _id: string;
  sender?: string;
  content?: string;
  /** From then on the same content is another delivery. */
  contentUntil?: number;
  keptFrom: Date;
};

/** Senders are told within a second that the store is silent. */
const patienceMs: Millis = 850;

const text = { type: String, required: true } as const;
const words = { type: String } as const;
const mixed = { type: Schema.Types.Mixed } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    project: text,
    door: text,
    senderId: words,
    at: text,
    event: { ...mixed, required: true },
    payload: words,
    payloadBytes: { type: Number, required: true },
    outcome: text,
    reason: words,
    pipelines: mixed,
    replayOf: words,
    sender: words,
    content: words,
    contentUntil: { type: Number },
    keptFrom: { type: Date, required: true },
  },
  { collection: 'hookDeliveries', versionKey: false, minimize: false },
)
  .index({ sender: 1 }, { unique: true, sparse: true })
  .index({ content: 1 }, { unique: true, sparse: true })
  .index({ project: 1, _id: -1 })
  .index({ outcome: 1, _id: 1 }, { partialFilterExpression: { outcome: 'waiting' } })
  .index({ keptFrom: 1 }, { expireAfterSeconds: keptMs / 1_000 });

export class MongoHooks extends HookInbox {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('HookDelivery', schema);
  }

  add(delivery: HookDelivery, keys: HookKeys): Promise<HookDelivery | undefined> {
    return inTime(patienceMs, this.insert(delivery, keys));
  }

  async settle(id: string, { outcome, reason, pipelines = [] }: Settled): Promise<void> {
    const said = { outcome, pipelines };
    const change = reason === undefined ? { $set: said, $unset: { reason: 1 } } : { $set: { ...said, reason } };
    await this.rows.updateOne({ _id: id, outcome: 'waiting' }, change);
  }

  async note(id: string, reason: string): Promise<void> {
    await this.rows.updateOne({ _id: id, outcome: 'waiting' }, { $set: { reason } });
  }

  async waiting(at: Millis, limit: number): Promise<HookDelivery[]> {
    const filter = { outcome: 'waiting' as const, at: { $lt: isoTime(at) } };
    return (await this.rows.find(filter).sort({ _id: 1 }).limit(limit).lean<Row[]>()).map(deliveryOf);
  }

  async find(id: string, project: ProjectId | undefined): Promise<HookDelivery | undefined> {
    const filter = { _id: id, ...(project === undefined ? {} : { project }) };
    const row = await this.rows.findOne(filter).lean<Row>();
    return row ? deliveryOf(row) : undefined;
  }

  async list({ project, outcome, before, limit }: HookPage): Promise<HookDelivery[]> {
    const filter = {
      ...(project === undefined ? {} : { project }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(before === undefined ? {} : { _id: { $lt: before } }),
    };
    return (await this.rows.find(filter, { payload: 0 }).sort({ _id: -1 }).limit(limit).lean<Row[]>()).map(deliveryOf);
  }

  private async insert(delivery: HookDelivery, keys: HookKeys): Promise<HookDelivery | undefined> {
    try {
      await this.rows.create(rowOf(delivery, keys));
      return undefined;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const earlier = await this.earlier(keys, Date.parse(delivery.at));
      // It expired between the two, or its content counts no more: the keys are free again.
      return earlier ?? this.insert(delivery, keys);
    }
  }

  private async earlier({ sender, content }: HookKeys, now: Millis): Promise<HookDelivery | undefined> {
    const same = sender === undefined ? null : await this.rows.findOne({ sender }).lean<Row>();
    if (same || content === undefined) return same ? deliveryOf(same) : undefined;
    const row = await this.rows.findOne({ content }).lean<Row>();
    if (!row || (row.contentUntil ?? 0) > now) return row ? deliveryOf(row) : undefined;
    await this.rows.updateOne({ _id: row._id, content }, { $unset: { content: 1, contentUntil: 1 } });
    return undefined;
  }
}

const rowOf = ({ id, ...delivery }: HookDelivery, { contentMs, ...keys }: HookKeys): Row => ({
  _id: id,
  ...delivery,
  ...keys,
  ...(keys.content === undefined ? {} : { contentUntil: Date.parse(delivery.at) + contentMs }),
  keptFrom: new Date(delivery.at),
});

const deliveryOf = ({
  _id,
  sender: _sender,
  content: _content,
  contentUntil: _until,
  keptFrom: _kept,
  ...delivery
}: Row): HookDelivery => ({ id: _id, ...delivery });
