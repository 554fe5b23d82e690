import type { Millis } from '@switchyard/kernel';
import { inTime, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { Devices } from '../app/identity/ports.js';
import type { Device, DeviceState } from '../domain/identity/device.js';
import { added } from './mongo-users.js';

type Row = Omit<Device, 'digest'> & { _id: string; goneAt: Date };

/** People wait for all of it. */
const patienceMs: Millis = 2_500;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    userDigest: text,
    name: text,
    agent: { type: String },
    ip: text,
    days: number,
    scopes: { type: Schema.Types.Mixed },
    createdAt: number,
    expiresAt: number,
    intervalMs: number,
    askedAt: { type: Number },
    userId: { type: String },
    state: text,
    goneAt: { type: Date, required: true },
  },
  { collection: 'devices', versionKey: false },
)
  .index({ userDigest: 1 }, { unique: true })
  .index({ ip: 1 })
  .index({ goneAt: 1 }, { expireAfterSeconds: 0 });

export class MongoDevices extends Devices {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('Device', schema);
  }

  add({ digest, ...device }: Device): Promise<boolean> {
    const row = { _id: digest, ...device, goneAt: new Date(device.expiresAt) };
    return added(inTime(patienceMs, this.rows.create(row)));
  }

  async withDigest(digest: string): Promise<Device | undefined> {
    return deviceOf(await inTime(patienceMs, this.rows.findById(digest).lean<Row>().exec()));
  }

  async withUserDigest(userDigest: string): Promise<Device | undefined> {
    return deviceOf(await inTime(patienceMs, this.rows.findOne({ userDigest }).lean<Row>().exec()));
  }

  waitingFrom(ip: string, now: Millis): Promise<number> {
    const filter = { ip, state: 'waiting' as const, expiresAt: { $gt: now } };
    return inTime(patienceMs, this.rows.countDocuments(filter).exec());
  }

  decide(digest: string, state: 'confirmed' | 'denied', userId: string, now: Millis): Promise<boolean> {
    return this.move(digest, 'waiting', now, { state, userId });
  }

  async asked(digest: string, askedAt: Millis, intervalMs: Millis): Promise<void> {
    await inTime(patienceMs, this.rows.updateOne({ _id: digest }, { $set: { askedAt, intervalMs } }).exec());
  }

  use(digest: string, now: Millis): Promise<boolean> {
    return this.move(digest, 'confirmed', now, { state: 'used' });
  }

  private async move(digest: string, from: DeviceState, now: Millis, to: Partial<Device>): Promise<boolean> {
    const filter = { _id: digest, state: from, expiresAt: { $gt: now } };
    return (await inTime(patienceMs, this.rows.updateOne(filter, { $set: to }).exec())).modifiedCount > 0;
  }
}

const deviceOf = (row: Row | null): Device | undefined => {
  if (!row) return undefined;
  const { _id: digest, goneAt: _goneAt, ...device } = row;
  return { digest, ...device };
};
