import { randomBytes } from 'node:crypto';
import type { CreateExecution, CreateExecutionReply, PipelineId, ProjectId } from '@switchyard/contracts';
import { Clock, sortableId } from '@switchyard/kernel';
import { type ParseResult, parsePipeline, type PipelineModel } from '@switchyard/pipeline-file';
import {
  ExecutionService,
  FileParser,
  type NewVersion,
  type Page,
  ParsedVersions,
  Pipelines,
  PipelineWatcher,
  type StoredPipeline,
} from './ports.js';

export const project = 'default' as ProjectId;
export const newId = () => sortableId(Date.UTC(2026, 10, 23), randomBytes(16)) as PipelineId;
export const fileOf = (name: string, command = 'true') =>
  `name: ${name}\nsteps:\n  - { name: one, run: '${command}' }\n`;
export const versionOf = (yaml: string): NewVersion => ({ yaml, author: 'alice', at: '2026-11-23T12:30:00.000Z' });

/** Pipelines in memory. As with a real store, others may act between any two calls. */
export class MemoryPipelines extends Pipelines {
  readonly rows = new Map<PipelineId, StoredPipeline>();
  /** Happens once, after the next search by name. */
  meanwhile: (() => Promise<unknown>) | undefined;

  async find(id: PipelineId) {
    return this.rows.get(id);
  }

  async findByName(wanted: ProjectId, name: string) {
    const found = [...this.rows.values()].find(row => row.project === wanted && row.name === name);
    const happens = this.meanwhile;
    this.meanwhile = undefined;
    await happens?.();
    return found;
  }

  async create(id: PipelineId, owner: ProjectId, name: string, { yaml, author, at }: NewVersion) {
    if ([...this.rows.values()].some(row => row.project === owner && row.name === name)) return undefined;
    const row = { id, project: owner, name, version: 1, yaml, author, createdAt: at, updatedAt: at };
    this.rows.set(id, row);
    return row;
  }

  async update(from: StoredPipeline, { yaml, author, at }: NewVersion) {
    const row = this.rows.get(from.id);
    if (row?.version !== from.version) return undefined;
    const next = { ...row, version: from.version + 1, yaml, author, updatedAt: at };
    this.rows.set(from.id, next);
    return next;
  }

  async list({ project: wanted, after, limit }: Page) {
    const order = (a: StoredPipeline, b: StoredPipeline) => (a.name + a.id < b.name + b.id ? -1 : 1);
    const behind = ({ name, id }: StoredPipeline) =>
      !after || name > after.name || (name === after.name && after.id !== undefined && id > after.id);
    const rows = [...this.rows.values()].filter(row => (!wanted || row.project === wanted) && behind(row));
    return rows.sort(order).slice(0, limit);
  }
}

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

export class StandingClock extends Clock {
  now() {
    return Date.UTC(2026, 10, 23, 12, 30);
  }

  monotonic() {
    return 0;
  }
}

export class Watching extends PipelineWatcher {
  readonly changes: StoredPipeline[] = [];

  async changed(pipeline: StoredPipeline) {
    this.changes.push(pipeline);
  }
}
