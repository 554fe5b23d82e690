import type { Millis } from '@switchyard/kernel';
import { inTime, isDuplicateKey, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { OutsideIdentities, Users } from '../app/identity/ports.js';
import type { User } from '../domain/identity/user.js';

type Row = Omit<User, 'id'> & { _id: string };

/** People wait for all of it. */
const patienceMs: Millis = 2_500;

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    login: text,
    name: text,
    password: { type: String },
    totp: { type: Schema.Types.Mixed },
    disabled: { type: Boolean },
    createdAt: text,
    rev: { type: Number, required: true },
  },
  { collection: 'users', versionKey: false, minimize: false },
).index({ login: 1 }, { unique: true });

export class MongoUsers extends Users {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('User', schema);
  }

  async add(user: User): Promise<boolean> {
    return added(inTime(patienceMs, this.rows.create(rowOf(user))));
  }

  async find(id: string): Promise<User | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    return row ? userOf(row) : undefined;
  }

  async among(ids: readonly string[]): Promise<User[]> {
    const found = this.rows.find({ _id: { $in: [...ids] } }).lean<Row[]>();
    return (await inTime(patienceMs, found.exec())).map(userOf);
  }

  async withLogin(login: string): Promise<User | undefined> {
    const row = await inTime(patienceMs, this.rows.findOne({ login }).lean<Row>().exec());
    return row ? userOf(row) : undefined;
  }

  async replace(user: User): Promise<boolean> {
    const before = { _id: user.id, rev: user.rev - 1 };
    const done = await inTime(patienceMs, this.rows.replaceOne(before, rowOf(user)).exec());
    return done.matchedCount > 0;
  }

  async list({ after, limit }: { after?: string; limit: number }): Promise<User[]> {
    const filter = after === undefined ? {} : { _id: { $gt: after } };
    const found = this.rows.find(filter).sort({ _id: 1 }).limit(limit).lean<Row[]>().exec();
    return (await inTime(patienceMs, found)).map(userOf);
  }

  async any(): Promise<boolean> {
    return (await inTime(patienceMs, this.rows.findOne({}).lean<Row>().exec())) !== null;
  }
}

const rowOf = ({ id, ...user }: User): Row => ({ _id: id, ...user });
const userOf = ({ _id, ...user }: Row): User => ({ id: _id, ...user });

/** Whether a write went through that may have met a key which is there already. */
export const added = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};

interface IdentityRow {
  /** `<provider>:<subject>` */
  _id: string;
  userId: string;
}

const identitySchema = new Schema<IdentityRow>(
  { _id: text, userId: text },
  { collection: 'identities', versionKey: false },
).index({ userId: 1 });
const mostIdentities = 100;

export class MongoOutsideIdentities extends OutsideIdentities {
  private readonly rows: Model<IdentityRow>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<IdentityRow>('Identity', identitySchema);
  }

  async userOf(key: string): Promise<string | undefined> {
    return (await inTime(patienceMs, this.rows.findById(key).lean<IdentityRow>().exec()))?.userId;
  }

  add(key: string, userId: string): Promise<boolean> {
    return added(inTime(patienceMs, this.rows.create({ _id: key, userId })));
  }

  async ofUser(userId: string): Promise<string[]> {
    const found = this.rows.find({ userId }).sort({ _id: 1 }).limit(mostIdentities).lean<IdentityRow[]>().exec();
    return (await inTime(patienceMs, found)).map(({ _id }) => _id);
  }

  async remove(key: string, userId: string): Promise<void> {
    await inTime(patienceMs, this.rows.deleteOne({ _id: key, userId }).exec());
  }
}
