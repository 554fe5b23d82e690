import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { reach } from '@switchyard/kernel';
import { type NewVersion, type Page, Pipelines, type StoredPipeline } from '../app/ports.js';

type Row = Omit<StoredPipeline, 'id'> & { _id: string };

/** A version that another has followed; the current one stands in the pipeline's row. For ever. */
interface VersionRow extends NewVersion {
  /** `<pipeline>@<version>`. */
  _id: string;
  pipelineId: string;
  version: number;
}

const text = { type: String, required: true } as const;

const pipelineSchema = new Schema<Row>(
  {
    _id: text,
    project: text,
    name: text,
    version: { type: Number, required: true },
    yaml: text,
    author: text,
    createdAt: text,
    updatedAt: text,
  },
  { collection: 'pipelines', versionKey: false },
).index({ project: 1, name: 1 }, { unique: true });

const versionSchema = new Schema<VersionRow>(
  { _id: text, pipelineId: text, version: { type: Number, required: true }, yaml: text, author: text, at: text },
  { collection: 'pipelineVersions', versionKey: false },
).index({ pipelineId: 1, version: -1 });

export class MongoPipelines extends Pipelines {
  private readonly rows: Model<Row>;
  private readonly versions: Model<VersionRow>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Pipeline', pipelineSchema);
    this.versions = connection.model<VersionRow>('PipelineVersion', versionSchema);
  }

  async find(id: PipelineId): Promise<StoredPipeline | undefined> {
    return storedOf(await this.rows.findById(id).lean<Row>());
  }

  async findByName(project: ProjectId, name: string): Promise<StoredPipeline | undefined> {
    return storedOf(await this.rows.findOne({ project, name }).lean<Row>());
  }

  async create(
    id: PipelineId,
    project: ProjectId,
    name: string,
    first: NewVersion,
  ): Promise<StoredPipeline | undefined> {
    const { yaml, author, at } = first;
    const row: Row = { _id: id, project, name, version: 1, yaml, author, createdAt: at, updatedAt: at };
    try {
      reach('pipeline.create.beforeInsert');
      await this.rows.create(row);
      return storedOf(row);
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  async update(from: StoredPipeline, { yaml, author, at }: NewVersion): Promise<StoredPipeline | undefined> {
    reach('pipeline.update.beforeKeep');
    // Before its row changes: what stops half-way then loses no version, and rivals write the same.
    await this.keep(from);
    reach('pipeline.update.betweenWrites');
    const change = { $set: { version: from.version + 1, yaml, author, updatedAt: at } };
    const row = await this.rows
      .findOneAndUpdate({ _id: from.id, version: from.version }, change, { returnDocument: 'after' })
      .lean<Row>();
    return storedOf(row);
  }

  async list({ project, after, limit }: Page): Promise<StoredPipeline[]> {
    const filter = { ...(project ? { project } : {}), ...(after ? behind(after) : {}) };
    const rows = await this.rows.find(filter).sort({ name: 1, _id: 1 }).limit(limit).lean<Row[]>();
    return rows.map(storedOf).filter(row => row !== undefined);
  }

  private async keep({ id, version, yaml, author, updatedAt }: StoredPipeline): Promise<void> {
    const row: VersionRow = { _id: `${id}@${version}`, pipelineId: id, version, yaml, author, at: updatedAt };
    await this.versions.updateOne({ _id: row._id }, { $setOnInsert: row }, { upsert: true });
  }
}

const behind = ({ name, id }: { name: string; id?: PipelineId }) =>
  id === undefined ? { name: { $gt: name } } : { $or: [{ name: { $gt: name } }, { name, _id: { $gt: id } }] };

const storedOf = (row: Row | null): StoredPipeline | undefined => {
  if (!row) return undefined;
  const { _id, ...rest } = row;
  return { id: _id as PipelineId, ...rest };
};
