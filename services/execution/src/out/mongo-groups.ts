import type { ExecutionId, ProjectId } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { Groups, type Holders } from '../app/ports.js';

interface Row {
  /** `<project>/<group>` */
  _id: string;
  rev: number;
  holders: ExecutionId[];
}

const schema = new Schema<Row>(
  {
    _id: { type: String, required: true },
    rev: { type: Number, required: true },
    holders: { type: [String], required: true },
  },
  { collection: 'concurrencyGroups', versionKey: false },
);

const keyOf = (project: ProjectId, group: string) => `${project}/${group}`;

export class MongoGroups extends Groups {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('ConcurrencyGroup', schema);
  }

  async read(project: ProjectId, group: string): Promise<Holders> {
    const row = await this.rows.findById(keyOf(project, group)).lean<Row>();
    return row ? { rev: row.rev, holders: row.holders } : { rev: 0, holders: [] };
  }

  async replace(project: ProjectId, group: string, { rev }: Holders, holders: ExecutionId[]): Promise<boolean> {
    const _id = keyOf(project, group);
    try {
      const filter = rev === 0 ? { _id, rev: { $exists: false } } : { _id, rev };
      const result = await this.rows.updateOne(filter, { $set: { rev: rev + 1, holders } }, { upsert: rev === 0 });
      return result.matchedCount + result.upsertedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
