import type { ConnectorType, Pool, SessionId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { nativeOf } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { type Session, Sessions } from '../app/ports.js';

type Row = Omit<Session, 'id'> & { _id: string };

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    connector: { type: String, required: true },
    pool: { type: String, required: true },
    host: { type: String, required: true },
    machine: String,
    slots: { type: Number, required: true },
    running: { type: Number, required: true },
    attempts: { type: [String], default: undefined },
    drained: Boolean,
    beats: { type: Number, required: true },
    lastBeatAt: { type: Number, required: true },
  },
  { collection: 'connectorSessions', versionKey: false },
).index({ lastBeatAt: 1 });

export class MongoSessions extends Sessions {
  private readonly rows: Model<Row>;
  private readonly native: mongo.Collection<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('ConnectorSession', schema);
    this.native = nativeOf(this.rows);
  }

  async beat({ id, ...session }: Omit<Session, 'beats'>): Promise<void> {
    await this.native.updateOne({ _id: id }, { $set: session, $inc: { beats: 1 } }, { upsert: true });
  }

  async find(ids: SessionId[]): Promise<Session[]> {
    const rows = await this.rows.find({ _id: { $in: ids } }).lean<Row[]>();
    return rows.map(({ _id, ...session }) => ({ id: _id as SessionId, ...session }));
  }

  async inPool(connector: ConnectorType, pool: Pool, at: Millis): Promise<Session[]> {
    const rows = await this.rows.find({ connector, pool, lastBeatAt: { $gte: at } }).lean<Row[]>();
    return rows.map(({ _id, ...session }) => ({ id: _id as SessionId, ...session }));
  }

  async since(at: Millis, limit: number): Promise<Session[]> {
    const rows = await this.rows
      .find({ lastBeatAt: { $gte: at } })
      .sort({ lastBeatAt: -1 })
      .limit(limit)
      .lean<Row[]>();
    return rows.map(({ _id, ...session }) => ({ id: _id as SessionId, ...session }));
  }

  async forget(at: Millis): Promise<void> {
    await this.rows.deleteMany({ lastBeatAt: { $lt: at } });
  }
}
