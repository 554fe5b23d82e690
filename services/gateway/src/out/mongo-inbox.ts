import type { ExecutionId } from '@switchyard/contracts';
import { Fault, isoTime, type Millis, type Mistakes } from '@switchyard/kernel';
import { inTime, isDuplicateKey, nativeOf, type Store } from '@switchyard/store';
import { type Model, mongo, Schema } from 'mongoose';
import { Inbox } from '../app/ports.js';
import type { Trigger } from '../domain/trigger.js';
import { InsertTogether } from './insert-together.js';

type Row = Omit<Trigger, 'executionId'> & {
  _id: ExecutionId;
  /** `<pipeline>:<idempotency key>`. */
  dedupe?: string;
  settledAt?: Date;
};

/** How long an idempotency key is honoured, and the reason of a refusal is kept. */
const keptSeconds = 30 * 86_400;

/**
 * Callers wait for it, and half a second before it for the length of the queue: a small document takes milliseconds, so this
 * long means that the store is silent, and they are told so within three seconds.
 */
const patienceMs: Millis = 2_000;

const text = { type: String, required: true } as const;
const mixed = { type: Schema.Types.Mixed, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    project: text,
    pipelineId: text,
    pipelineName: text,
    pipelineVersion: { type: Number, required: true },
    facts: mixed,
    environment: mixed,
    inputs: { type: Schema.Types.Mixed },
    idempotencyKey: { type: String },
    rerun: { type: Schema.Types.Mixed },
    traceparent: { type: String },
    dedupe: { type: String },
    state: text,
    refusal: { type: String },
    settledAt: { type: Date },
  },
  { collection: 'triggers', versionKey: false, minimize: false },
)
  .index({ dedupe: 1 }, { unique: true, sparse: true })
  .index({ state: 1, _id: 1 }, { partialFilterExpression: { state: 'accepted' } })
  .index({ settledAt: 1 }, { expireAfterSeconds: keptSeconds, sparse: true });

export class MongoInbox extends Inbox {
  private readonly rows: Model<Row>;
  private readonly inserting: InsertTogether<Row>;

  constructor(private readonly store: Store) {
    super();
    this.rows = store.connection.model<Row>('Trigger', schema);
    this.inserting = new InsertTogether(rows => this.insert(rows), patienceMs);
  }

  async add(trigger: Trigger): Promise<Trigger | undefined> {
    const row = rowOf(trigger);
    try {
      await this.inserting.add(row);
      return undefined;
    } catch (error) {
      if (!isDuplicateKey(error) || row.dedupe === undefined) throw error;
      const earlier = await this.rows.findOne({ dedupe: row.dedupe }).lean<Row>();
      // It expired between the two: the key is free again.
      return earlier ? triggerOf(earlier) : this.add(trigger);
    }
  }

  async find(id: ExecutionId): Promise<Trigger | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    return row ? triggerOf(row) : undefined;
  }

  async started(ids: ExecutionId[]): Promise<void> {
    const [only, ...others] = ids;
    const change = { $set: { state: 'started' as const, settledAt: new Date() } };
    if (others.length > 0) await this.rows.updateMany({ _id: { $in: ids }, state: 'accepted' }, change);
    else if (only !== undefined) await this.rows.updateOne({ _id: only, state: 'accepted' }, change);
  }

  async refused(id: ExecutionId, refusal: string): Promise<void> {
    const change = { state: 'refused' as const, refusal, settledAt: new Date() };
    await this.rows.updateOne({ _id: id, state: 'accepted' }, { $set: change });
  }

  async unsettled(at: Millis, limit: number): Promise<Trigger[]> {
    const filter = { state: 'accepted' as const, 'facts.at': { $lt: isoTime(at) } };
    const rows = await nativeOf(this.rows).find(filter).sort({ _id: 1 }).limit(limit).toArray();
    return rows.map(triggerOf);
  }

  ping(): Promise<Millis> {
    return this.store.ping();
  }

  private async insert(rows: Row[]): Promise<Mistakes> {
    const collection = nativeOf(this.rows);
    const [first, ...others] = rows;
    if (first && others.length === 0) await collection.insertOne(first, { ignoreUndefined: true });
    else
      try {
        await collection.insertMany(rows, { ordered: false, ignoreUndefined: true });
      } catch (error) {
        return mistakesIn(error);
      }
    return new Map();
  }
}

/** What the store says of single rows; @throws whatever else it is, as it would be of one row alone. */
const mistakesIn = (error: unknown): Mistakes => {
  if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
  const mistakes = [error.writeErrors].flat();
  const isKnown = mistakes.length > 0 && error.result.getWriteConcernError() === undefined;
  if (isKnown) return new Map(mistakes.map(one => [one.index, one]));
  if (typeof error.code === 'number' && mistakes.length === 0) throw error;
  // The driver hides which of its own errors it was.
  throw new Fault({
    code: 'store-away',
    message: 'the store cannot be reached at the moment',
    blame: 'platform',
    retry: true,
    suggestions: ['ask again in a moment', 'when it stays so, check that MongoDB runs and has room'],
    cause: error,
  });
};

const rowOf = ({ executionId, ...trigger }: Trigger): Row => ({
  _id: executionId,
  ...trigger,
  ...(trigger.idempotencyKey === undefined ? {} : { dedupe: `${trigger.pipelineId}:${trigger.idempotencyKey}` }),
});

const triggerOf = ({ _id, dedupe: _dedupe, settledAt: _settledAt, ...trigger }: Row): Trigger => ({
  executionId: _id,
  ...trigger,
});
