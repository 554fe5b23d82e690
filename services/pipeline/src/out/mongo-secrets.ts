import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { Secrets } from '../app/ports.js';
import { idOf, orderOf, type SecretPlace, type StoredSecret } from '../domain/secrets/secret.js';

interface Row extends StoredSecret {
  /** `<project>/<name>/<scope>`. */
  _id: string;
  /** `<name>/<scope>`. */
  order: string;
}

const needed = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

const schema = new Schema<Row>(
  {
    _id: needed,
    order: needed,
    project: needed,
    name: needed,
    pipelineId: { type: String },
    environmentName: { type: String },
    version: number,
    author: needed,
    at: needed,
    key: number,
    sealed: { type: String },
  },
  { collection: 'secrets', versionKey: false },
)
  .index({ project: 1, order: 1 })
  .index({ project: 1, name: 1 })
  .index({ project: 1, key: 1 });

export class MongoSecrets extends Secrets {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Secret', schema);
  }

  async find(place: SecretPlace): Promise<StoredSecret | undefined> {
    const row = await this.rows.findById(idOf(place)).lean<Row>();
    return row ? secretOf(row) : undefined;
  }

  async put(from: StoredSecret | undefined, next: StoredSecret): Promise<boolean> {
    const row: Row = { ...next, _id: idOf(next), order: orderOf(next) };
    if (!from) return this.insert(row);
    // What is sealed has a nonce of its own, so it is the same only when nobody wrote it again.
    const filter = { _id: row._id, version: from.version, key: from.key, sealed: from.sealed ?? null };
    const { matchedCount } = await this.rows.replaceOne(filter, row);
    return matchedCount === 1;
  }

  async list(project: ProjectId, { after, limit }: { after?: string; limit: number }): Promise<StoredSecret[]> {
    const filter = { project, sealed: { $ne: null }, ...(after === undefined ? {} : { order: { $gt: after } }) };
    return (await this.rows.find(filter).sort({ order: 1 }).limit(limit).lean<Row[]>()).map(secretOf);
  }

  count(project: ProjectId): Promise<number> {
    return this.rows.countDocuments({ project, sealed: { $ne: null } });
  }

  async readable(
    project: ProjectId,
    names: string[],
    { pipelineId, environmentName }: { pipelineId: PipelineId; environmentName?: string },
  ): Promise<StoredSecret[]> {
    const ids = names.flatMap(name => [
      idOf({ project, name }),
      idOf({ project, name, pipelineId }),
      ...(environmentName === undefined ? [] : [idOf({ project, name, environmentName })]),
    ]);
    const rows = await this.rows.find({ _id: { $in: ids }, sealed: { $ne: null } }).lean<Row[]>();
    return rows.map(secretOf);
  }

  async before(project: ProjectId, key: number, limit: number): Promise<StoredSecret[]> {
    const rows = await this.rows
      .find({ project, key: { $lt: key } })
      .limit(limit)
      .lean<Row[]>();
    return rows.map(secretOf);
  }

  countBefore(project: ProjectId, key: number): Promise<number> {
    return this.rows.countDocuments({ project, key: { $lt: key } });
  }

  private async insert(row: Row): Promise<boolean> {
    try {
      await this.rows.create(row);
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}

const secretOf = ({ _id, order: _, ...secret }: Row): StoredSecret => secret;
