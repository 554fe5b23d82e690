import type { Millis } from '@switchyard/kernel';
import { nativeOf } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { type Owner, Schedules } from '../app/ports.js';
import type { Schedule, TakenTick } from '../domain/triggers/standing.js';

type Row = Omit<Schedule, 'id'> & { _id: string; version: number };

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    pipelineId: text,
    project: text,
    version: { type: Number, required: true },
    cron: text,
    timeZone: text,
    nextAt: { type: Number },
    taken: { type: Schema.Types.Mixed },
  },
  { collection: 'schedules', versionKey: false },
)
  .index({ nextAt: 1 })
  .index({ 'taken.at': 1 }, { sparse: true })
  .index({ pipelineId: 1 });

const notTaken = { taken: { $exists: false } };

export class MongoSchedules extends Schedules {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Schedule', schema);
  }

  async put(
    { id: pipelineId, project, version }: Owner,
    schedules: Pick<Schedule, 'id' | 'cron' | 'timeZone' | 'nextAt'>[],
  ): Promise<void> {
    for (const { id, ...schedule } of schedules)
      await this.rows.updateOne(
        { _id: id },
        { $setOnInsert: { pipelineId, project, ...schedule }, $max: { version } },
        { upsert: true },
      );
    const gone = { pipelineId, version: { $lte: version }, _id: { $nin: schedules.map(({ id }) => id) } };
    await this.rows.deleteMany({ ...gone, ...notTaken });
  }

  async due(now: Millis, limit: number): Promise<Schedule[]> {
    const taken = await this.rows
      .find({ 'taken.at': { $exists: true } })
      .limit(limit)
      .lean<Row[]>();
    const due = await this.rows
      .find({ nextAt: { $lte: now }, ...notTaken })
      .sort({ nextAt: 1 })
      .limit(limit)
      .lean<Row[]>();
    return [...taken, ...due].map(scheduleOf);
  }

  async next(): Promise<Millis | undefined> {
    const rows = nativeOf(this.rows);
    if (await rows.findOne({ 'taken.at': { $exists: true } }, { projection: { _id: 1 } })) return 0;
    const first = await rows.findOne({ nextAt: { $gt: 0 } }, { projection: { nextAt: 1 }, sort: { nextAt: 1 } });
    return first?.nextAt;
  }

  async take({ id, nextAt: expected }: Schedule, tick: TakenTick, nextAt: Millis | undefined): Promise<boolean> {
    if (expected === undefined) return false;
    const change =
      nextAt === undefined ? { $set: { taken: tick }, $unset: { nextAt: 1 } } : { $set: { taken: tick, nextAt } };
    const { modifiedCount } = await this.rows.updateOne({ _id: id, nextAt: expected, ...notTaken }, change);
    return modifiedCount === 1;
  }

  async release(id: string, { at }: TakenTick): Promise<void> {
    await this.rows.updateOne({ _id: id, 'taken.at': at }, { $unset: { taken: 1 } });
  }

  async remove(id: string): Promise<void> {
    await this.rows.deleteOne({ _id: id, ...notTaken });
  }
}

const scheduleOf = ({ _id, version: _, ...schedule }: Row): Schedule => ({ id: _id, ...schedule });
