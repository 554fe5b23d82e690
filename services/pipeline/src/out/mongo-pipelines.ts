import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { isDuplicateKey } from '@switchyard/store';
import type { Connection, Model } from 'mongoose';
import {
  type ListedPipeline,
  type Mark,
  type NewVersion,
  type Page,
  Pipelines,
  type StoredPipeline,
  type StoredVersion,
} from '../app/ports.js';
import { filterOf, orderOf } from './pipeline-filter.js';
import {
  currentOf,
  deletedFields,
  listedOf,
  pipelineSchema,
  type Row,
  searchOf,
  storedOf,
  versionIn,
  versionOf,
  type VersionRow,
  versionRowOf,
  versionSchema,
} from './pipeline-row.js';

/** What a list does not show, and a pipeline may have much of. */
const withoutTexts = { yaml: 0, files: 0, grams: 0 } as const;

export class MongoPipelines extends Pipelines {
  private readonly rows: Model<Row>;
  private readonly kept: Model<VersionRow>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Pipeline', pipelineSchema);
    this.kept = connection.model<VersionRow>('PipelineVersion', versionSchema);
  }

  /** Adds to rows that an earlier program wrote what they are searched by. */
  async prepare(): Promise<void> {
    const rows = this.rows.find({ search: null }, { name: 1 }).lean<Pick<Row, '_id' | 'name'>[]>();
    for await (const { _id, name } of rows.cursor()) await this.rows.updateOne({ _id, name }, { $set: searchOf(name) });
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
    const facts = { _id: id, project, name, version: 1, createdAt: first.at };
    const row: Row = { ...facts, ...currentOf(first), ...searchOf(name) };
    reach('pipeline.create.beforeInsert');
    return this.unlessTaken(async () => {
      await this.rows.create(row);
      return storedOf(row);
    });
  }

  async update(from: StoredPipeline, next: NewVersion, name = from.name): Promise<StoredPipeline | undefined> {
    reach('pipeline.update.beforeKeep');
    // Before its row changes: what stops half-way then loses no version, and rivals write the same.
    const version = versionRowOf(from.id, versionIn(from));
    await this.kept.updateOne({ _id: version._id }, { $setOnInsert: version }, { upsert: true });
    reach('pipeline.update.betweenWrites');
    const facts = { version: from.version + 1, ...currentOf(next), ...(name === from.name ? {} : renamed(name)) };
    return this.unlessTaken(() => this.change(from, { $set: facts, ...unsetOf(next) }));
  }

  mark(
    from: StoredPipeline,
    marks: { disabled: Mark | undefined } | { deleted: Mark },
  ): Promise<StoredPipeline | undefined> {
    if ('deleted' in marks) return this.change(from, { $set: deletedFields(from, marks.deleted) });
    const { disabled } = marks;
    return this.change(from, disabled ? { $set: { disabled } } : { $unset: { disabled: 1 } });
  }

  async list(page: Page): Promise<ListedPipeline[]> {
    const rows = await this.rows
      .find(filterOf(page), withoutTexts)
      .sort(orderOf(page.sort))
      .limit(page.limit)
      .lean<Row[]>();
    return rows.map(listedOf);
  }

  async version(id: PipelineId, version: number): Promise<StoredVersion | undefined> {
    const row = await this.find(id);
    if (!row || row.version <= version) return row?.version === version ? versionIn(row) : undefined;
    const kept = await this.kept.findById(`${id}@${version}`).lean<VersionRow>();
    return kept ? versionOf(kept, row.name) : undefined;
  }

  async versions(id: PipelineId, { before, limit }: { before?: number; limit: number }): Promise<StoredVersion[]> {
    const row = await this.find(id);
    if (!row) return [];
    const isFirst = before === undefined || row.version < before;
    const below = Math.min(before ?? row.version, row.version);
    const kept = await this.kept
      .find({ pipelineId: id, version: { $lt: below } })
      .sort({ version: -1 })
      .limit(limit)
      .lean<VersionRow[]>();
    const all = kept.map(one => versionOf(one, row.name));
    return (isFirst ? [versionIn(row), ...all] : all).slice(0, limit);
  }

  /** Only what is still as it was. */
  private async change({ id, version }: StoredPipeline, change: object): Promise<StoredPipeline | undefined> {
    const filter = { _id: id, version, deletedAt: null };
    return storedOf(await this.rows.findOneAndUpdate(filter, change, { returnDocument: 'after' }).lean<Row>());
  }

  private async unlessTaken<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await write();
    } catch (error) {
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }
}

const renamed = (name: string) => ({ name, ...searchOf(name) });

/** What the version before had, and this one has not. */
const unsetOf = ({ message, summary }: NewVersion) => {
  const gone = { ...(message === undefined ? { message: 1 } : {}), ...(summary ? {} : { summary: 1, connectors: 1 }) };
  return Object.keys(gone).length > 0 ? { $unset: gone } : {};
};
