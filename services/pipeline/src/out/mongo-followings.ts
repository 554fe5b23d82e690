import type { ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { isAny } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { Followings, type Owner } from '../app/ports.js';
import type { Following } from '../domain/triggers/standing.js';

/** `_id` is `<pipeline>:<name>`. */
type Row = Following & { _id: string; version: number };

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const schema = new Schema<Row>(
  { _id: text, pipelineId: text, project: text, follows: text, since: number, version: number },
  { collection: 'pipelineFollowings', versionKey: false },
)
  .index({ project: 1, follows: 1 })
  .index({ pipelineId: 1 });

export class MongoFollowings extends Followings {
  private readonly rows: Model<Row>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Following', schema);
  }

  async put({ id: pipelineId, project, version }: Owner, follows: string[], since: Millis): Promise<void> {
    for (const name of follows)
      await this.rows.updateOne(
        { _id: `${pipelineId}:${name}` },
        { $setOnInsert: { pipelineId, project, follows: name, since }, $max: { version } },
        { upsert: true },
      );
    await this.rows.deleteMany({ pipelineId, version: { $lte: version }, follows: { $nin: follows } });
  }

  async of(project: ProjectId, name: string): Promise<Following[]> {
    return (await this.rows.find({ project, follows: name }).lean<Row[]>()).map(followingOf);
  }

  async any(project?: ProjectId): Promise<boolean> {
    return isAny(this.rows, project === undefined ? {} : { project });
  }
}

const followingOf = ({ _id: _, version: _version, ...following }: Row): Following => following;
