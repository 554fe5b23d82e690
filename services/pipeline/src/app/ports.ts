import type {
  CreateExecution,
  CreateExecutionReply,
  ListPipelines,
  PipelineId,
  ProjectId,
} from '@switchyard/contracts';

/** A pipeline with the text of its current version. */
export interface StoredPipeline {
  id: PipelineId;
  project: ProjectId;
  name: string;
  version: number;
  yaml: string;
  createdAt: string;
  updatedAt: string;
}

export interface NewVersion {
  yaml: string;
  author: string;
  at: string;
}

/** Pipelines and their versions. A version never changes. */
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
  /** By name, those after `query.after`. */
  abstract list(query: ListPipelines): Promise<StoredPipeline[]>;
}

/** The execution service. */
export abstract class ExecutionService {
  abstract create(message: CreateExecution): Promise<CreateExecutionReply>;
}

/** Remembers parsed versions. */
export abstract class ParsedVersions {
  abstract get(key: string): Promise<string | undefined>;
  abstract set(key: string, value: string): Promise<void>;
}
