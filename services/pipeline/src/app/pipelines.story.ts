import { randomBytes } from 'node:crypto';
import type {
  CreateExecution,
  CreateExecutionReply,
  PipelineEvent,
  PipelineId,
  ProjectId,
} from '@switchyard/contracts';
import { Clock, sortableId } from '@switchyard/kernel';
import { type ParseResult, parsePipeline, type PipelineModel } from '@switchyard/pipeline-file';
import { folded, keptName } from '../domain/pipeline-name.js';
import { AnnounceChange } from './announce-change.js';
import { ApplyPipeline } from './apply-pipeline.js';
import { ChangePipeline } from './change-pipeline.js';
import { CurrentPipelines } from './current-pipelines.js';
import { GatherIncludes } from './gather-includes.js';
import { KeepTemplates } from './keep-templates.js';
import { MarkPipeline } from './mark-pipeline.js';
import {
  ExecutionService,
  FileParser,
  type Mark,
  type NewVersion,
  type Page,
  ParsedVersions,
  PipelineNews,
  Pipelines,
  PipelineWatcher,
  type StoredPipeline,
  type StoredVersion,
} from './ports.js';
import { MemoryTemplates } from './templates.story.js';

export const project = 'default' as ProjectId;
export const newId = () => sortableId(Date.UTC(2026, 10, 23), randomBytes(16)) as PipelineId;
export const fileOf = (name: string, command = 'true') =>
  `name: ${name}\nsteps:\n  - { name: one, run: '${command}' }\n`;
export const versionOf = (yaml: string): NewVersion => ({ yaml, author: 'alice', at: '2026-11-23T12:30:00.000Z' });

/** Pipelines in memory. As with a real store, others may act between any two calls. */
export class MemoryPipelines extends Pipelines {
  readonly rows = new Map<PipelineId, StoredPipeline>();
  private readonly earlier = new Map<PipelineId, StoredVersion[]>();
  /** Happens once, after the next search by name. */
  meanwhile: (() => Promise<unknown>) | undefined;
  /** Questions for one pipeline so far. */
  asked = 0;

  async find(id: PipelineId) {
    this.asked += 1;
    return this.rows.get(id);
  }

  async findByName(wanted: ProjectId, name: string) {
    const found = this.named(wanted, name);
    const happens = this.meanwhile;
    this.meanwhile = undefined;
    await happens?.();
    return found;
  }

  async create(id: PipelineId, owner: ProjectId, name: string, first: NewVersion) {
    if (this.named(owner, name)) return undefined;
    const row = { id, project: owner, name, version: 1, createdAt: first.at, ...currentOf(first) };
    this.rows.set(id, row);
    return row;
  }

  async update(from: StoredPipeline, next: NewVersion, name = from.name) {
    const row = this.live(from);
    const rival = this.named(from.project, name);
    if (!row || (rival && rival.id !== from.id)) return undefined;
    this.earlier.set(from.id, [...(this.earlier.get(from.id) ?? []), versionIn(row)]);
    const { message: _message, summary: _summary, ...rest } = row;
    const changed = { ...rest, ...currentOf(next), name, version: from.version + 1 };
    this.rows.set(from.id, changed);
    return changed;
  }

  async mark(from: StoredPipeline, marks: { disabled: Mark | undefined } | { deleted: Mark }) {
    const row = this.live(from);
    if (!row) return undefined;
    const { disabled, ...rest } = row;
    const kept = 'disabled' in marks ? marks.disabled : disabled;
    const changed = { ...rest, ...(kept ? { disabled: kept } : {}), ...('deleted' in marks ? marks : {}) };
    this.rows.set(from.id, changed);
    return changed;
  }

  async list({ sort = 'name', after, limit, ...wanted }: Page) {
    const keyOf = (row: StoredPipeline) => (sort === 'name' ? keptName(row) : row.updatedAt);
    const way = sort === 'name' ? 1 : -1;
    const order = (a: string, b: string) => (a === b ? 0 : a < b ? -way : way);
    const compare = (a: StoredPipeline, b: StoredPipeline) => order(keyOf(a), keyOf(b)) || order(a.id, b.id);
    const isBehind = (row: StoredPipeline) => {
      const ahead = after ? order(keyOf(row), after.key) : 1;
      return ahead > 0 || (ahead === 0 && after?.id !== undefined && order(row.id, after.id) > 0);
    };
    const rows = [...this.rows.values()].filter(row => isWanted(row, wanted) && isBehind(row));
    return rows
      .sort(compare)
      .slice(0, limit)
      .map(({ yaml: _yaml, includes: _includes, ...listed }) => listed);
  }

  async version(id: PipelineId, version: number) {
    return (await this.versions(id, { limit: Infinity })).find(one => one.version === version);
  }

  async versions(id: PipelineId, { before = Infinity, limit }: { before?: number; limit: number }) {
    const row = this.rows.get(id);
    const all = row ? [...(this.earlier.get(id) ?? []), versionIn(row)] : [];
    return all
      .filter(({ version }) => version < before)
      .reverse()
      .slice(0, limit);
  }

  private named(wanted: ProjectId, name: string) {
    return [...this.rows.values()].find(row => row.project === wanted && row.name === name && !row.deleted);
  }

  private live({ id, version }: StoredPipeline) {
    const row = this.rows.get(id);
    return row?.version === version && !row.deleted ? row : undefined;
  }
}

const currentOf = ({ at, includes = {}, ...rest }: NewVersion) => ({ ...rest, includes, updatedAt: at });

const versionIn = ({ version, name, author, updatedAt, message, yaml, includes }: StoredPipeline): StoredVersion => ({
  version,
  name,
  author,
  at: updatedAt,
  yaml,
  includes,
  ...(message === undefined ? {} : { message }),
});

const isWanted = (row: StoredPipeline, { project: owner, part, enabled, connector, deleted }: Partial<Page>) =>
  (!owner || row.project === owner) &&
  (part === undefined || folded(row.name).includes(folded(part))) &&
  (enabled === undefined || enabled === (!row.disabled && !row.deleted)) &&
  (!connector || row.summary?.stages.some(({ steps }) => steps.some(step => step.connector === connector)) === true) &&
  (deleted === true || !row.deleted);

/** Keeps what was told. */
export class News extends PipelineNews {
  readonly told: PipelineEvent[] = [];

  tell(event: PipelineEvent) {
    this.told.push(event);
  }
}

/** Everything around the use cases that change pipelines. */
export const surroundings = (pipelines: Pipelines, files: FileParser = new PlainParser()) => {
  const clock = new StandingClock();
  const [news, templates, watching] = [new News(), new MemoryTemplates(), new Watching()];
  const current = new CurrentPipelines(pipelines, clock);
  const announcing = new AnnounceChange(current, news, clock, watching);
  const gathering = new GatherIncludes(templates);
  return {
    clock,
    news,
    templates,
    watching,
    current,
    files,
    applying: new ApplyPipeline(pipelines, files, gathering, announcing, clock),
    changing: new ChangePipeline(pipelines, files, gathering, announcing, clock),
    marking: new MarkPipeline(pipelines, announcing, clock),
    keeping: new KeepTemplates(templates, clock),
  };
};

/** The checks themselves, without a thread; counts what it was asked. */
export class PlainParser extends FileParser {
  files = 0;

  async parse(yaml: string, options?: { files?: Record<string, string> }): Promise<ParseResult> {
    this.files += 1;
    return parsePipeline(yaml, options);
  }
}

export class MemoryVersions extends ParsedVersions {
  readonly models = new Map<string, PipelineModel>();

  async get(id: PipelineId, version: number) {
    return this.models.get(`${id}@${version}`);
  }

  async set(id: PipelineId, version: number, model: PipelineModel) {
    this.models.set(`${id}@${version}`, model);
  }
}

export class Executions extends ExecutionService {
  readonly created: CreateExecution[] = [];

  async create(message: CreateExecution): Promise<CreateExecutionReply> {
    this.created.push(message);
    return { result: 'created' } as CreateExecutionReply;
  }
}

/** Time passes only when a test says so. */
export class StandingClock extends Clock {
  passed = 0;

  now() {
    return Date.UTC(2026, 10, 23, 12, 30) + this.passed;
  }

  monotonic() {
    return this.passed;
  }
}

export class Watching extends PipelineWatcher {
  readonly changes: StoredPipeline[] = [];

  async changed(pipeline: StoredPipeline) {
    this.changes.push(pipeline);
  }
}
