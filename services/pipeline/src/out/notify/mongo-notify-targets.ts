import type { NotifyTargetView, ProjectId } from '@switchyard/contracts';
import { isAny } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { NotifyTargets } from '../../app/notify/ports.js';

/** `_id` is `<project>/<name>`; `config` is kept as JSON, since its keys are for others to choose. */
type Row = Omit<NotifyTargetView, 'config'> & { _id: string; config: string };

const text = { type: String, required: true } as const;
const schema = new Schema<Row>(
  {
    _id: text,
    project: text,
    name: text,
    on: { type: [String], required: true },
    target: text,
    config: text,
    author: text,
    at: text,
  },
  { collection: 'notifyTargets', versionKey: false },
).index({ project: 1, name: 1 });

export class MongoNotifyTargets extends NotifyTargets {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('NotifyTarget', schema);
  }

  async list(project: ProjectId): Promise<NotifyTargetView[]> {
    return (await this.rows.find({ project }).sort({ name: 1 }).lean<Row[]>()).map(viewOf);
  }

  async put(target: NotifyTargetView): Promise<boolean> {
    const { project, name, config, ...rest } = target;
    const change = { $set: { project, name, ...rest, config: JSON.stringify(config) } };
    const { matchedCount } = await this.rows.updateOne({ _id: `${project}/${name}` }, change, { upsert: true });
    return matchedCount > 0;
  }

  async remove(project: ProjectId, name: string): Promise<NotifyTargetView | undefined> {
    const row = await this.rows.findOneAndDelete({ _id: `${project}/${name}` }).lean<Row>();
    return row ? viewOf(row) : undefined;
  }

  async any(project?: ProjectId): Promise<boolean> {
    return isAny(this.rows, project === undefined ? {} : { project });
  }
}

const viewOf = ({ _id: _, config, ...row }: Row): NotifyTargetView => ({
  ...row,
  config: JSON.parse(config) as Record<string, unknown>,
});
