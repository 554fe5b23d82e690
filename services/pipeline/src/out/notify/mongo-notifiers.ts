import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { isAny } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { Notifiers, type Owner } from '../../app/ports.js';

interface Row {
  _id: PipelineId;
  project: ProjectId;
  version: number;
}

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  { _id: text, project: text, version: { type: Number, required: true } },
  { collection: 'pipelineNotifiers', versionKey: false },
).index({ project: 1 });

export class MongoNotifiers extends Notifiers {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Notifier', schema);
  }

  async put({ id, project, version }: Owner, notifies: boolean): Promise<void> {
    if (notifies)
      await this.rows.updateOne({ _id: id }, { $setOnInsert: { project }, $max: { version } }, { upsert: true });
    else await this.rows.deleteMany({ _id: id, version: { $lte: version } });
  }

  async any(project?: ProjectId): Promise<boolean> {
    return isAny(this.rows, project === undefined ? {} : { project });
  }
}
