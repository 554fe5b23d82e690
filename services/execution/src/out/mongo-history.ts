import type { ExecutionId, YardEvent } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { reach } from '@switchyard/kernel';
import { EventHistory } from '../app/ports.js';
import { nativeOf } from './native.js';

interface Row {
  /** `<execution>:<rev>`, the rev with leading zeros, so that ids sort. */
  _id: string;
  event: YardEvent;
}

const schema = new Schema<Row>(
  { _id: { type: String, required: true }, event: { type: Schema.Types.Mixed, required: true } },
  { collection: 'executionEvents', versionKey: false, minimize: false },
);

const keyOf = (id: ExecutionId, rev: number) => `${id}:${String(rev).padStart(9, '0')}`;

export class MongoHistory extends EventHistory {
  private readonly rows: Model<Row>;
  private readonly native: mongo.Collection<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('ExecutionEvent', schema);
    this.native = nativeOf(this.rows);
  }

  async append(events: YardEvent[]): Promise<void> {
    const rows = events.map(event => ({ _id: keyOf(event.data.executionId, event.data.rev), event }));
    reach('execution.history.beforeAppend');
    await this.native.insertMany(rows, { ordered: false }).catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
    reach('execution.history.afterAppend');
  }

  async read(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]> {
    const range = { $gt: keyOf(id, after), $lte: keyOf(id, 999_999_999) };
    const rows = await this.rows.find({ _id: range }).sort({ _id: 1 }).limit(limit).lean<Row[]>();
    return rows.map(row => row.event);
  }
}
