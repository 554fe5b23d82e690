import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { Schema } from 'mongoose';
import type { ListedPipeline, Mark, NewVersion, StoredPipeline, StoredVersion, Summary } from '../app/ports.js';
import { folded, gramsOf, keptName, shownName } from '../domain/pipeline-name.js';

/** Paths may hold dots, which the keys of documents may not. */
export type Files = { path: string; text: string }[];

/** A pipeline with its current version. What is optional is missing where an earlier program wrote it. */
export interface Row {
  _id: string;
  project: ProjectId;
  /** See {@link keptName}. */
  name: string;
  version: number;
  yaml: string;
  files?: Files;
  author: string;
  message?: string;
  updatedAt: string;
  summary?: Summary;
  createdAt: string;
  disabled?: Mark;
  /** Beside `deleted`, for indexes. */
  deletedAt?: string;
  deletedBy?: string;
  /** What it is found by: its name in one case, and the pieces of that. */
  search?: string;
  grams?: string[];
  connectors?: string[];
}

/** A version that another has followed; the current one stands in the pipeline's row. For ever. */
export interface VersionRow {
  /** `<pipeline>@<version>`. */
  _id: string;
  pipelineId: string;
  version: number;
  name?: string;
  yaml: string;
  files?: Files;
  author: string;
  at: string;
  message?: string;
}

const text = { type: String, required: true } as const;
const number = { type: Number, required: true } as const;
const files = { type: [new Schema({ path: String, text: String }, { _id: false })], default: undefined };
const mark = { type: new Schema({ actor: String, at: String, reason: String }, { _id: false }) };

export const pipelineSchema = new Schema<Row>(
  {
    _id: text,
    project: text,
    name: text,
    version: number,
    yaml: { type: String },
    files,
    author: text,
    message: { type: String },
    updatedAt: text,
    summary: { type: Schema.Types.Mixed },
    createdAt: text,
    disabled: mark,
    deletedAt: { type: String },
    deletedBy: { type: String },
    search: { type: String },
    grams: { type: [String], default: undefined },
    connectors: { type: [String], default: undefined },
  },
  { collection: 'pipelines', versionKey: false, minimize: false },
)
  .index({ project: 1, name: 1 }, { unique: true })
  .index({ deletedAt: 1, name: 1, _id: 1 })
  .index({ deletedAt: 1, updatedAt: -1, _id: -1 })
  .index({ deletedAt: 1, project: 1, name: 1, _id: 1 })
  .index({ deletedAt: 1, project: 1, updatedAt: -1, _id: -1 })
  .index({ grams: 1, deletedAt: 1, project: 1 });

export const versionSchema = new Schema<VersionRow>(
  {
    _id: text,
    pipelineId: text,
    version: number,
    name: { type: String },
    yaml: { type: String },
    files,
    author: text,
    at: text,
    message: { type: String },
  },
  { collection: 'pipelineVersions', versionKey: false },
).index({ pipelineId: 1, version: -1 });

/** What a name is searched by. */
export const searchOf = (name: string) => ({ search: folded(name), grams: gramsOf(name) });

/** The fields of a row that say what its current version is. */
export const currentOf = ({ yaml, includes = {}, author, at, message, summary }: NewVersion) => ({
  yaml,
  files: filesOf(includes),
  author,
  updatedAt: at,
  ...(message === undefined ? {} : { message }),
  ...(summary ? { summary, connectors: connectorsOf(summary) } : {}),
});

const connectorsOf = ({ stages }: Summary): string[] => [
  ...new Set(stages.flatMap(({ steps }) => steps.map(({ connector }) => connector))),
];

const filesOf = (includes: Record<string, string>): Files =>
  Object.entries(includes).map(([path, content]) => ({ path, text: content }));

const includesOf = (all: Files = []): Record<string, string> =>
  Object.fromEntries(all.map(({ path, text: content }) => [path, content]));

export const listedOf = (row: Omit<Row, 'yaml'>): ListedPipeline => {
  const { _id, project, name, version, author, updatedAt, message, summary, createdAt, disabled } = row;
  const { deletedAt, deletedBy } = row;
  return {
    id: _id as PipelineId,
    project,
    name: shownName(name),
    version,
    author,
    updatedAt,
    ...(message === undefined ? {} : { message }),
    ...(summary === undefined ? {} : { summary }),
    createdAt,
    ...(disabled === undefined ? {} : { disabled }),
    ...(deletedAt === undefined ? {} : { deleted: { actor: deletedBy ?? '', at: deletedAt } }),
  };
};

export const storedOf = (row: Row | null): StoredPipeline | undefined =>
  row ? { ...listedOf(row), yaml: row.yaml, includes: includesOf(row.files) } : undefined;

/** The version that stands in a pipeline's row. */
export const versionIn = ({
  name,
  version,
  yaml,
  includes,
  author,
  updatedAt,
  message,
}: StoredPipeline): StoredVersion => ({
  version,
  name,
  yaml,
  includes,
  author,
  at: updatedAt,
  ...(message === undefined ? {} : { message }),
});

/** @param name of the pipeline now, for versions that an earlier program kept without theirs. */
export const versionOf = (row: VersionRow, name: string): StoredVersion => ({
  version: row.version,
  name: row.name ?? name,
  yaml: row.yaml,
  includes: includesOf(row.files),
  author: row.author,
  at: row.at,
  ...(row.message === undefined ? {} : { message: row.message }),
});

export const versionRowOf = (pipelineId: PipelineId, { includes, ...version }: StoredVersion): VersionRow => ({
  _id: `${pipelineId}@${version.version}`,
  pipelineId,
  ...version,
  files: filesOf(includes),
});

export const deletedFields = (from: StoredPipeline, { actor, at }: Mark) => ({
  name: keptName({ ...from, deleted: {} }),
  deletedAt: at,
  deletedBy: actor,
});
