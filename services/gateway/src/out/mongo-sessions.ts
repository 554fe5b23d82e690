import type { Millis } from '@switchyard/kernel';
import { inTime, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { Sessions } from '../app/identity/ports.js';
import type { Session } from '../domain/identity/session.js';

/** `goneAt`: when the row is of no use any more, for the store's own clean-up. */
type Row = Omit<Session, 'id'> & { _id: string; goneAt: Date };

/** People wait for all of it. */
const patienceMs: Millis = 2_500;
/** Ended ones stay for a day, so that a reuse of their tokens is told from nonsense. */
const keptMs: Millis = 86_400_000;
const mostListed = 200;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    userId: text,
    by: text,
    // Clients may call themselves nothing at all.
    agent: { type: String },
    ip: { type: String },
    createdAt: number,
    usedAt: number,
    expiresAt: number,
    family: text,
    current: text,
    previous: { type: String },
    revokedAt: { type: Number },
    goneAt: { type: Date, required: true },
  },
  { collection: 'sessions', versionKey: false },
)
  .index({ family: 1 }, { unique: true })
  .index({ userId: 1, _id: 1 })
  .index({ goneAt: 1 }, { expireAfterSeconds: 0 });

export class MongoSessions extends Sessions {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('Session', schema);
  }

  async add({ id, ...session }: Session): Promise<void> {
    const row = { _id: id, ...session, goneAt: new Date(session.expiresAt + keptMs) };
    await inTime(patienceMs, this.rows.create(row));
  }

  async find(id: string): Promise<Session | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    return row ? sessionOf(row) : undefined;
  }

  async ofFamily(family: string): Promise<Session | undefined> {
    const row = await inTime(patienceMs, this.rows.findOne({ family }).lean<Row>().exec());
    return row ? sessionOf(row) : undefined;
  }

  async rotate(id: string, from: string, to: Pick<Session, 'current' | 'usedAt' | 'expiresAt'>): Promise<boolean> {
    const filter = { _id: id, current: from, revokedAt: { $exists: false } };
    const change = { $set: { ...to, previous: from, goneAt: new Date(to.expiresAt + keptMs) } };
    return (await inTime(patienceMs, this.rows.updateOne(filter, change).exec())).matchedCount > 0;
  }

  async ofUser(userId: string, now: Millis): Promise<Session[]> {
    const filter = { userId, revokedAt: { $exists: false }, expiresAt: { $gt: now } };
    const found = this.rows.find(filter).sort({ _id: -1 }).limit(mostListed).lean<Row[]>().exec();
    return (await inTime(patienceMs, found)).map(sessionOf);
  }

  async revoke(id: string, at: Millis): Promise<void> {
    const change = { $set: { revokedAt: at, goneAt: new Date(at + keptMs) } };
    await inTime(patienceMs, this.rows.updateOne({ _id: id, revokedAt: { $exists: false } }, change).exec());
  }

  async revokeOthers(userId: string, keep: string | undefined, at: Millis): Promise<string[]> {
    const filter = {
      userId,
      revokedAt: { $exists: false },
      ...(keep === undefined ? {} : { _id: { $ne: keep } }),
    };
    const open = await inTime(patienceMs, this.rows.find(filter).lean<Row[]>().exec());
    const change = { $set: { revokedAt: at, goneAt: new Date(at + keptMs) } };
    await inTime(patienceMs, this.rows.updateMany(filter, change).exec());
    return open.map(({ _id }) => _id);
  }
}

const sessionOf = ({ _id, goneAt: _goneAt, ...session }: Row): Session => ({ id: _id, ...session });
