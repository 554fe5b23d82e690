import type {
  ConnectorType,
  CreateExecution,
  CreateExecutionReply,
  DetectReply,
  PipelineEvent,
  PipelineId,
  PipelineOrder,
  PipelineView,
  ProjectId,
  TriggerType,
} from '@switchyard/contracts';
import type { ParseResult, PipelineModel } from '@switchyard/pipeline-file';

/** A pipeline file with the texts of the files it includes, by path. */
export interface Content {
  yaml: string;
  includes: Record<string, string>;
}

/** What a list shows of a version: taken from its model once, when it is written. */
export interface Summary {
  description?: string;
  triggers: TriggerType[];
  stages: PipelineView['stages'];
}

/** Who did something, when and why. */
export interface Mark {
  actor: string;
  at: string;
  reason?: string;
}

/** A pipeline, without the text of its current version. */
export interface ListedPipeline {
  id: PipelineId;
  project: ProjectId;
  name: string;
  version: number;
  /** Of the current version, as is all up to `createdAt`. */
  author: string;
  updatedAt: string;
  message?: string;
  /** Absent: an earlier program wrote it. */
  summary?: Summary;
  createdAt: string;
  disabled?: Mark;
  deleted?: Mark;
}

/** A pipeline with its current version. */
export type StoredPipeline = ListedPipeline & Content;

/** One version of a pipeline. It never changes. */
export interface StoredVersion extends Content {
  version: number;
  /** The pipeline's name as of this version. */
  name: string;
  author: string;
  at: string;
  message?: string;
}

export interface NewVersion {
  yaml: string;
  /** Absent: it includes nothing. */
  includes?: Record<string, string>;
  author: string;
  at: string;
  message?: string;
  summary?: Summary;
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

/** The looks of libs/project-detector, for checkouts that nobody has looked at yet. */
export abstract class ProjectDetector {
  /**
   * Never holds up the process, whatever the files hold; undefined stands for a text that is not known.
   * @throws Fault `checkout-too-slow` for one that takes too long, `detector-busy` when too many wait.
   */
  abstract detect(files: ReadonlyMap<string, string | undefined>, name: string | undefined): Promise<DetectReply>;
}

/** Which pipelines are wanted; absent: any. */
export interface Page {
  project?: ProjectId;
  /** Part of its name, in any case. */
  part?: string;
  enabled?: boolean;
  connector?: ConnectorType;
  /** Deleted ones too. */
  deleted?: boolean;
  /** Absent: by name. */
  sort?: PipelineOrder;
  /** Those that come after it: a kept name or a time, as the order is; alone, after all that have the same. */
  after?: { key: string; id?: PipelineId };
  limit: number;
}

/** Pipelines and their versions. A version never changes, and none is ever missing below the current one. */
export abstract class Pipelines {
  /** Deleted ones too. */
  abstract find(id: PipelineId): Promise<StoredPipeline | undefined>;
  /** No deleted one: its name is free. */
  abstract findByName(project: ProjectId, name: string): Promise<StoredPipeline | undefined>;
  /** @returns undefined when the name is taken. */
  abstract create(
    id: PipelineId,
    project: ProjectId,
    name: string,
    first: NewVersion,
  ): Promise<StoredPipeline | undefined>;
  /**
   * @param name the one it has from now on; absent: as before.
   * @returns undefined when the current version is not `from` any more, when it was deleted, or when the name is taken.
   */
  abstract update(from: StoredPipeline, next: NewVersion, name?: string): Promise<StoredPipeline | undefined>;
  /**
   * Changes no version.
   * @returns undefined when the current version is not `from` any more, or when it was deleted.
   */
  abstract mark(
    from: StoredPipeline,
    marks: { disabled: Mark | undefined } | { deleted: Mark },
  ): Promise<StoredPipeline | undefined>;
  /** By name, or the newest change first; by id where they are equal. */
  abstract list(page: Page): Promise<ListedPipeline[]>;
  abstract version(id: PipelineId, version: number): Promise<StoredVersion | undefined>;
  /** Newest first. */
  abstract versions(id: PipelineId, page: { before?: number; limit: number }): Promise<StoredVersion[]>;
}

/** One version of a template of a project's library. */
export interface StoredTemplate {
  project: ProjectId;
  name: string;
  version: number;
  text: string;
  author: string;
  at: string;
  message?: string;
  /** Pipelines that have it keep it; none gets it any more. Of the current version only. */
  deleted?: Mark;
}

/** The template library. As with pipelines, no version ever changes or goes. */
export abstract class Templates {
  /** The current version, also of one that was deleted. */
  abstract find(project: ProjectId, name: string): Promise<StoredTemplate | undefined>;
  /**
   * The first version, the next one, or the same with another mark.
   * @returns false when the current one is not `from` any more.
   */
  abstract put(from: StoredTemplate | undefined, next: StoredTemplate): Promise<boolean>;
  abstract version(project: ProjectId, name: string, version: number): Promise<StoredTemplate | undefined>;
  /** Newest first. */
  abstract versions(
    project: ProjectId,
    name: string,
    page: { before?: number; limit: number },
  ): Promise<StoredTemplate[]>;
  /** By name, without those that were deleted. */
  abstract list(project: ProjectId, page: { after?: string; limit: number }): Promise<StoredTemplate[]>;
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

/** Tells everybody that a pipeline changed. May be lost; callers must not care. */
export abstract class PipelineNews {
  abstract tell(event: PipelineEvent): void;
}

/** Compares texts. */
export abstract class Differ {
  /**
   * The changes from one to the other as a unified diff; empty where there are none. Never holds up the process.
   * @throws Fault `differ-busy` when too much is to be compared.
   */
  abstract unified(from: Named, to: Named): Promise<string>;
}
/** The content of one version. */
export interface Named extends Content {
  version: number;
}

export * from './trigger-ports.js';

export * from './secrets/ports.js';
