import type { CreateExecution, CreateExecutionReply, PipelineId, ProjectId } from '@switchyard/contracts';
import type { ParseResult, PipelineModel } from '@switchyard/pipeline-file';

/** A pipeline with the text of its current version. */
export interface StoredPipeline {
  id: PipelineId;
  project: ProjectId;
  name: string;
  version: number;
  yaml: string;
  /** Of the current version. */
  author: string;
  createdAt: string;
  updatedAt: string;
  /** Absent: yes. */
  enabled?: boolean;
}

export interface NewVersion {
  yaml: string;
  author: string;
  at: string;
}

/** The checks of libs/pipeline-file, for files that nobody has looked at yet. */
export abstract class FileParser {
  /**
   * Never holds up the process, whatever the file holds.
   * @param options the texts of the files it may include, by path.
   * @throws Fault `file-too-slow` for a file that takes too long, `parser-busy` when too many wait.
   */
  abstract parse(yaml: string, options?: { files?: Record<string, string> }): Promise<ParseResult>;
}

export interface Page {
  project?: ProjectId;
  /** Those that come after it; with a name alone, after all of that name. */
  after?: { name: string; id?: PipelineId };
  limit: number;
}

/** Pipelines and their versions. A version never changes, and none is ever missing below the current one. */
export abstract class Pipelines {
  abstract find(id: PipelineId): Promise<StoredPipeline | undefined>;
  abstract findByName(project: ProjectId, name: string): Promise<StoredPipeline | undefined>;
  /** @returns undefined when the name is taken. */
  abstract create(
    id: PipelineId,
    project: ProjectId,
    name: string,
    first: NewVersion,
  ): Promise<StoredPipeline | undefined>;
  /** @returns undefined when the current version is not `from` any more. */
  abstract update(from: StoredPipeline, next: NewVersion): Promise<StoredPipeline | undefined>;
  /** By name, and by id where names are equal. */
  abstract list(page: Page): Promise<StoredPipeline[]>;
}

/** The execution service. */
export abstract class ExecutionService {
  abstract create(message: CreateExecution): Promise<CreateExecutionReply>;
}

/** Remembers parsed versions. May forget any. */
export abstract class ParsedVersions {
  abstract get(id: PipelineId, version: number): Promise<PipelineModel | undefined>;
  abstract set(id: PipelineId, version: number, model: PipelineModel): Promise<void>;
}

/** Told of a pipeline after it was changed in any way. */
export abstract class PipelineWatcher {
  /** Never rejects: what it could not do now, a sweep does. */
  abstract changed(pipeline: StoredPipeline): Promise<void>;
}

export * from './trigger-ports.js';
