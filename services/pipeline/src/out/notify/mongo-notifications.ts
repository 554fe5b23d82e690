import type { NotificationState, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { isDuplicateKey, nativeOf } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { Notifications } from '../../app/notify/ports.js';
import type { Notification } from '../../domain/notify/notification.js';

type Row = Omit<Notification, 'id'> & {
  _id: string;
  project: ProjectId;
  /** `<at>|<id>`: sorts those of one project by time. */
  place: string;
  keptFrom: Date;
};

const keptSeconds = 30 * 86_400;

const text = { type: String, required: true } as const;
const mixed = { type: Schema.Types.Mixed, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    project: text,
    place: text,
    facts: mixed,
    target: mixed,
    state: text,
    at: text,
    attempts: number,
    dueAt: number,
    sentAt: { type: String },
    reason: { type: String },
    keptFrom: { type: Date, required: true },
  },
  { collection: 'notifications', versionKey: false, minimize: false },
)
  .index({ project: 1, place: -1 })
  .index({ state: 1, dueAt: 1 }, { partialFilterExpression: { state: 'waiting' } })
  .index({ keptFrom: 1 }, { expireAfterSeconds: keptSeconds });

export class MongoNotifications extends Notifications {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Notification', schema);
  }

  async add(notification: Notification): Promise<boolean> {
    try {
      await this.rows.create(rowOf(notification));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async take(id: string, now: Millis, until: Millis): Promise<Notification | undefined> {
    const filter = { _id: id, state: 'waiting' as const, dueAt: { $lte: now } };
    const change = { $set: { dueAt: until }, $inc: { attempts: 1 } };
    const row = await this.rows.findOneAndUpdate(filter, change, { returnDocument: 'after' }).lean<Row>();
    return row ? notificationOf(row) : undefined;
  }

  async settle(
    { id, attempts }: Pick<Notification, 'id' | 'attempts'>,
    outcome: Parameters<Notifications['settle']>[1],
  ): Promise<void> {
    await this.rows.updateOne({ _id: id, attempts, state: 'waiting' }, { $set: outcome });
  }

  async due(now: Millis, limit: number): Promise<Notification[]> {
    const filter = { state: 'waiting' as const, dueAt: { $lte: now } };
    return (await this.rows.find(filter).sort({ dueAt: 1 }).limit(limit).lean<Row[]>()).map(notificationOf);
  }

  async next(): Promise<Millis | undefined> {
    const filter = { state: 'waiting' as const, dueAt: { $gte: 0 } };
    const first = await nativeOf(this.rows).findOne(filter, { projection: { dueAt: 1 }, sort: { dueAt: 1 } });
    return first?.dueAt;
  }

  async has(ids: string[]): Promise<boolean> {
    return (await this.rows.exists({ _id: { $in: ids } })) !== null;
  }

  async list(
    project: ProjectId,
    { state, before, limit }: { state?: NotificationState; before?: string; limit: number },
  ): Promise<{ notifications: Notification[]; next?: string }> {
    const filter = {
      project,
      ...(state === undefined ? {} : { state }),
      ...(before === undefined ? {} : { place: { $lt: before } }),
    };
    const rows = await this.rows
      .find(filter)
      .sort({ place: -1 })
      .limit(limit + 1)
      .lean<Row[]>();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = rows.length > limit && last ? { next: last.place } : {};
    return { notifications: page.map(notificationOf), ...next };
  }
}

const rowOf = ({ id, ...notification }: Notification): Row => ({
  _id: id,
  project: notification.facts.project,
  place: `${notification.at}|${id}`,
  keptFrom: new Date(notification.at),
  ...notification,
});

const notificationOf = ({
  _id,
  project: _project,
  place: _place,
  keptFrom: _kept,
  ...notification
}: Row): Notification => ({ id: _id, ...notification });
