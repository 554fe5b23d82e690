import type { Millis } from '@switchyard/kernel';
import { inTime, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { type Invitation, Invitations, type SigningKey, SigningKeys } from '../app/identity/ports.js';
import { added } from './mongo-users.js';

type Row = Omit<Invitation, 'id'> & { _id: string; goneAt: Date };

/** People wait for all of it. */
const patienceMs: Millis = 2_500;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    digest: text,
    administrator: { type: Boolean, required: true },
    createdBy: text,
    expiresAt: number,
    usedAt: { type: Number },
    goneAt: { type: Date, required: true },
  },
  { collection: 'invitations', versionKey: false },
)
  .index({ digest: 1 }, { unique: true })
  .index({ goneAt: 1 }, { expireAfterSeconds: 0 });

export class MongoInvitations extends Invitations {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('Invitation', schema);
  }

  async put({ id, ...invitation }: Invitation): Promise<void> {
    const row = { _id: id, ...invitation, goneAt: new Date(invitation.expiresAt) };
    await inTime(patienceMs, this.rows.replaceOne({ _id: id }, row, { upsert: true }).exec());
  }

  async withDigest(digest: string): Promise<Invitation | undefined> {
    const row = await inTime(patienceMs, this.rows.findOne({ digest }).lean<Row>().exec());
    if (!row) return undefined;
    const { _id: id, goneAt: _, ...invitation } = row;
    return { id, ...invitation };
  }

  async use(digest: string, at: Millis): Promise<boolean> {
    const filter = { digest, usedAt: { $exists: false }, expiresAt: { $gt: at } };
    return (await inTime(patienceMs, this.rows.updateOne(filter, { $set: { usedAt: at } }).exec())).modifiedCount > 0;
  }

  async giveBack(digest: string): Promise<void> {
    await inTime(patienceMs, this.rows.updateOne({ digest }, { $unset: { usedAt: 1 } }).exec());
  }
}

type KeyRow = Omit<SigningKey, 'kid'> & { _id: string; turn: string; goneAt: Date };

const keySchema = new Schema<KeyRow>(
  {
    _id: text,
    turn: text,
    publicKey: text,
    sealed: text,
    createdAt: number,
    signsUntil: number,
    checksUntil: number,
    goneAt: { type: Date, required: true },
  },
  { collection: 'signingKeys', versionKey: false },
)
  .index({ turn: 1 }, { unique: true })
  .index({ goneAt: 1 }, { expireAfterSeconds: 0 });

export class MongoSigningKeys extends SigningKeys {
  private readonly rows: Model<KeyRow>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<KeyRow>('SigningKey', keySchema);
  }

  add(turn: string, { kid, ...key }: SigningKey): Promise<boolean> {
    const row = { _id: kid, turn, ...key, goneAt: new Date(key.checksUntil) };
    return added(inTime(patienceMs, this.rows.create(row)));
  }

  async list(now: Millis): Promise<SigningKey[]> {
    const found = this.rows
      .find({ checksUntil: { $gt: now } })
      .sort({ createdAt: 1 })
      .lean<KeyRow[]>()
      .exec();
    const rows = await inTime(patienceMs, found);
    return rows.map(({ _id: kid, turn: _turn, goneAt: _goneAt, ...key }) => ({ kid, ...key }));
  }
}
