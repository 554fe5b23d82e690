import type { ProjectId } from '@switchyard/contracts';
import { isDuplicateKey } from '@switchyard/store';
import { type Connection, type Model, Schema } from 'mongoose';
import { type StoredTemplate, Templates } from '../app/ports.js';

/** The current version of a template. */
interface Row extends Omit<StoredTemplate, 'deleted'> {
  /** `<project>/<name>`. */
  _id: string;
  deletedAt?: string;
  deletedBy?: string;
}

/** A version that another has followed. For ever. */
interface VersionRow extends Omit<StoredTemplate, 'deleted'> {
  /** `<project>/<name>@<version>`. */
  _id: string;
  template: string;
}

const needed = { type: String, required: true } as const;
const version = {
  _id: needed,
  project: needed,
  name: needed,
  version: { type: Number, required: true },
  text: { type: String },
  author: needed,
  at: needed,
  message: { type: String },
} as const;

const templateSchema = new Schema<Row>(
  { ...version, deletedAt: { type: String }, deletedBy: { type: String } },
  { collection: 'templates', versionKey: false },
).index({ project: 1, name: 1 });

const versionSchema = new Schema<VersionRow>(
  { ...version, template: needed },
  { collection: 'templateVersions', versionKey: false },
).index({ template: 1, version: -1 });

const idOf = ({ project, name }: { project: ProjectId; name: string }) => `${project}/${name}`;

export class MongoTemplates extends Templates {
  private readonly rows: Model<Row>;
  private readonly kept: Model<VersionRow>;

  constructor(connection: Connection) {
    super();
    this.rows = connection.model<Row>('Template', templateSchema);
    this.kept = connection.model<VersionRow>('TemplateVersion', versionSchema);
  }

  async find(project: ProjectId, name: string): Promise<StoredTemplate | undefined> {
    const row = await this.rows.findById(idOf({ project, name })).lean<Row>();
    return row ? templateOf(row) : undefined;
  }

  async put(from: StoredTemplate | undefined, next: StoredTemplate): Promise<boolean> {
    const { deleted, ...facts } = next;
    const row: Row = {
      _id: idOf(next),
      ...facts,
      ...(deleted ? { deletedAt: deleted.at, deletedBy: deleted.actor } : {}),
    };
    if (!from) return this.insert(row);
    const { deleted: _, ...earlier } = from;
    const version: VersionRow = { _id: `${row._id}@${from.version}`, template: row._id, ...earlier };
    // Before its row changes, so that no version is ever missing.
    if (next.version !== from.version)
      await this.kept.updateOne({ _id: version._id }, { $setOnInsert: version }, { upsert: true });
    const filter = { _id: row._id, version: from.version, deletedAt: from.deleted?.at ?? null };
    const { matchedCount } = await this.rows.replaceOne(filter, row);
    return matchedCount === 1;
  }

  async version(project: ProjectId, name: string, wanted: number): Promise<StoredTemplate | undefined> {
    const current = await this.find(project, name);
    if (!current || current.version <= wanted) return current?.version === wanted ? withoutMark(current) : undefined;
    const row = await this.kept.findById(`${idOf({ project, name })}@${wanted}`).lean<VersionRow>();
    return row ? templateOf(row) : undefined;
  }

  async versions(
    project: ProjectId,
    name: string,
    { before, limit }: { before?: number; limit: number },
  ): Promise<StoredTemplate[]> {
    const current = await this.find(project, name);
    if (!current) return [];
    const isFirst = before === undefined || current.version < before;
    const below = Math.min(before ?? current.version, current.version);
    const rows = await this.kept
      .find({ template: idOf({ project, name }), version: { $lt: below } })
      .sort({ version: -1 })
      .limit(limit)
      .lean<VersionRow[]>();
    const all = rows.map(templateOf);
    return (isFirst ? [withoutMark(current), ...all] : all).slice(0, limit);
  }

  async list(project: ProjectId, { after, limit }: { after?: string; limit: number }): Promise<StoredTemplate[]> {
    const filter = { project, deletedAt: null, ...(after === undefined ? {} : { name: { $gt: after } }) };
    return (await this.rows.find(filter).sort({ name: 1 }).limit(limit).lean<Row[]>()).map(templateOf);
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

const templateOf = (row: Row | VersionRow): StoredTemplate => {
  const { project, name, version: number, text, author, at, message } = row;
  const { deletedAt, deletedBy } = row as Row;
  return {
    project,
    name,
    version: number,
    text,
    author,
    at,
    ...(message === undefined ? {} : { message }),
    ...(deletedAt === undefined ? {} : { deleted: { actor: deletedBy ?? '', at: deletedAt } }),
  };
};

const withoutMark = ({ deleted: _, ...template }: StoredTemplate): StoredTemplate => template;
