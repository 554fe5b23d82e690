import type { ProjectId } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { DataKeys, type StoredKey, type Wrapped } from '../app/ports.js';

interface Row extends StoredKey {
  /** `<project>@<n>`. */
  _id: string;
}

const needed = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;

const schema = new Schema<Row>(
  { _id: needed, project: needed, n: number, at: number, master: needed, box: needed },
  { collection: 'secretKeys', versionKey: false },
).index({ project: 1, n: -1 });

const idOf = (project: ProjectId, n: number) => `${project}@${n}`;

export class MongoDataKeys extends DataKeys {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('SecretKey', schema);
  }

  async current(project: ProjectId): Promise<StoredKey | undefined> {
    const [row] = await this.rows.find({ project }).sort({ n: -1 }).limit(1).lean<Row[]>();
    return row && keyOf(row);
  }

  async find(project: ProjectId, n: number): Promise<StoredKey | undefined> {
    const row = await this.rows.findById(idOf(project, n)).lean<Row>();
    return row ? keyOf(row) : undefined;
  }

  async add(key: StoredKey): Promise<boolean> {
    try {
      await this.rows.create({ ...key, _id: idOf(key.project, key.n) });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async wrappedByOthers(master: string, limit: number): Promise<StoredKey[]> {
    const rows = await this.rows
      .find({ master: { $ne: master } })
      .limit(limit)
      .lean<Row[]>();
    return rows.map(keyOf);
  }

  async rewrap({ project, n, box }: StoredKey, { master, box: next }: Wrapped): Promise<void> {
    await this.rows.updateOne({ _id: idOf(project, n), box }, { $set: { master, box: next } });
  }
}

const keyOf = ({ _id, ...key }: Row): StoredKey => key;
