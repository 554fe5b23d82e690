import type { Millis } from '@switchyard/kernel';
import { inTime, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { Administrators } from '../app/access/ports.js';

interface Row {
  /** The user's id. */
  _id: string;
}

/** Every request of a user waits for it. */
const patienceMs: Millis = 2_500;

const schema = new Schema<Row>(
  { _id: { type: String, required: true } },
  { collection: 'administrators', versionKey: false },
);

export class MongoAdministrators extends Administrators {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('Administrator', schema);
  }

  async has(userId: string): Promise<boolean> {
    return (await inTime(patienceMs, this.rows.findById(userId).lean<Row>().exec())) !== null;
  }

  async set(userId: string, administrator: boolean): Promise<void> {
    await inTime<unknown>(patienceMs, administrator ? this.add(userId) : this.rows.deleteOne({ _id: userId }).exec());
  }

  private add(userId: string): Promise<unknown> {
    return this.rows.updateOne({ _id: userId }, { $setOnInsert: { _id: userId } }, { upsert: true }).exec();
  }
}
