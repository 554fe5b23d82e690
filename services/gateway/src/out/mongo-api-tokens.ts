import type { ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { inTime, type Store } from '@switchyard/store';
import { type Model, Schema } from 'mongoose';
import { ApiTokens } from '../app/identity/ports.js';
import type { ApiToken, PersonalToken, ServiceToken } from '../domain/identity/api-token.js';

type Either = Omit<PersonalToken, 'kind'> & Omit<ServiceToken, 'kind'>;
type Row = Omit<Either, 'id' | 'userId' | 'project' | 'role'> &
  Partial<Pick<Either, 'userId' | 'project' | 'role'>> & { _id: string; kind: ApiToken['kind']; goneAt: Date };

/** People wait for all of it. */
const patienceMs: Millis = 2_500;
const mostListed = 200;

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    kind: text,
    name: text,
    digest: text,
    userId: { type: String },
    project: { type: String },
    role: { type: String },
    scopes: { type: Schema.Types.Mixed },
    createdAt: number,
    createdBy: text,
    expiresAt: number,
    usedAt: { type: Number },
    goneAt: { type: Date, required: true },
  },
  { collection: 'apiTokens', versionKey: false },
)
  .index({ digest: 1 }, { unique: true })
  .index({ userId: 1 }, { sparse: true })
  .index({ project: 1 }, { sparse: true })
  .index({ goneAt: 1 }, { expireAfterSeconds: 0 });

export class MongoApiTokens extends ApiTokens {
  private readonly rows: Model<Row>;

  constructor({ connection }: Pick<Store, 'connection'>) {
    super();
    this.rows = connection.model<Row>('ApiToken', schema);
  }

  async add({ id, ...token }: ApiToken): Promise<void> {
    await inTime(patienceMs, this.rows.create({ _id: id, ...token, goneAt: new Date(token.expiresAt) }));
  }

  async find(id: string): Promise<ApiToken | undefined> {
    const row = await inTime(patienceMs, this.rows.findById(id).lean<Row>().exec());
    return row ? tokenOf(row) : undefined;
  }

  async withDigest(digest: string): Promise<ApiToken | undefined> {
    const row = await inTime(patienceMs, this.rows.findOne({ digest }).lean<Row>().exec());
    return row ? tokenOf(row) : undefined;
  }

  async list(of: { userId: string } | { project: ProjectId }): Promise<ApiToken[]> {
    const found = this.rows.find(of).sort({ _id: -1 }).limit(mostListed).lean<Row[]>().exec();
    return (await inTime(patienceMs, found)).map(tokenOf);
  }

  async remove(id: string): Promise<boolean> {
    return (await inTime(patienceMs, this.rows.deleteOne({ _id: id }).exec())).deletedCount > 0;
  }

  async used(id: string, at: Millis): Promise<void> {
    await inTime(patienceMs, this.rows.updateOne({ _id: id }, { $set: { usedAt: at } }).exec());
  }
}

const tokenOf = ({ _id, goneAt: _goneAt, ...token }: Row): ApiToken => ({ id: _id, ...token }) as ApiToken;
