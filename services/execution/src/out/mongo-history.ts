import type { ExecutionId, ReadFeed, ReadFeedReply, YardEvent } from '@switchyard/contracts';
import { insertMissing, nativeOf } from '@switchyard/store';
import { type Connection, type Model, type mongo, Schema } from 'mongoose';
import { Batches, reach } from '@switchyard/kernel';
import { EventHistory } from '../app/ports.js';

interface Row {
  /** `<execution>:<rev>`, the rev with leading zeros, so that ids sort. */
  _id: string;
  /** `<time>|<_id>`: sorts all events by time. */
  place: string;
  project: string;
  event: YardEvent;
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    place: { type: String, required: true },
    project: { type: String, required: true },
    event: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'executionEvents', versionKey: false, minimize: false },
)
  .index({ place: 1 })
  .index({ project: 1, place: 1 });

/** Appends of one write to the store. */
const mostPerWrite = 64;

const keyOf = (id: ExecutionId, rev: number) => `${id}:${String(rev).padStart(9, '0')}`;

export class MongoHistory extends EventHistory {
  private readonly rows: Model<Row>;
  private readonly native: mongo.Collection<Row>;
  private readonly writes = new Batches<YardEvent[]>(all => this.write(all.flat()), mostPerWrite);

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('ExecutionEvent', schema);
    this.native = nativeOf(this.rows);
  }

  append(events: YardEvent[]): Promise<void> {
    return this.writes.add(events);
  }

  private async write(events: YardEvent[]): Promise<void> {
    reach('execution.history.beforeAppend');
    await insertMissing(this.native, events.map(rowOf));
    reach('execution.history.afterAppend');
  }

  async read(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]> {
    const range = { $gt: keyOf(id, after), $lte: keyOf(id, 999_999_999) };
    const rows = await this.rows.find({ _id: range }).sort({ _id: 1 }).limit(limit).lean<Row[]>();
    return rows.map(row => row.event);
  }

  async feed({ project, type, since, after, limit }: Omit<ReadFeed, 'v'>): Promise<ReadFeedReply> {
    const from = after === undefined ? (since === undefined ? undefined : { $gte: since }) : { $gt: after };
    const filter = {
      ...(project ? { project } : {}),
      ...(from ? { place: from } : {}),
      ...(type ? { 'event.type': type } : {}),
    };
    const rows = await this.rows.find(filter).sort({ place: 1 }).limit(limit).lean<Row[]>();
    const last = rows.at(-1);
    return { events: rows.map(row => row.event), ...(last ? { next: last.place } : {}) };
  }
}

const rowOf = (event: YardEvent): Row => {
  const { executionId, rev, project } = event.data;
  const _id = keyOf(executionId, rev);
  return { _id, place: `${event.time}|${_id}`, project, event };
};
