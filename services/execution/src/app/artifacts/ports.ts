import type { ArtifactFacts, AttemptId, ExecutionId, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

/** One artifact as it is indexed. */
export interface KeptArtifact extends ArtifactFacts {
  project: ProjectId;
  executionId: ExecutionId;
  /** By the clock of the store; absent: never. */
  endsAt?: Millis;
}

/** Where a running removal goes on. */
export interface Expired {
  /** Of the row. */
  id: string;
  attemptId: AttemptId;
  key: string;
}

/** What artifacts there are. Their files are in the blob store. */
export abstract class Artifacts {
  /** Durable when it resolves. One with the same id takes its place. */
  abstract put(artifact: KeptArtifact): Promise<void>;
  /** Those of an execution that have not expired, oldest first. */
  abstract of(executionId: ExecutionId, now: Millis): Promise<KeptArtifact[]>;
  /** Where the files of all artifacts of these executions are, also of those that have expired. */
  abstract named(executionIds: ExecutionId[]): Promise<ReadonlySet<string>>;
  /** Some of those that have expired. */
  abstract expired(now: Millis, limit: number): Promise<Expired[]>;
  /** Harmless when it is gone. One that was put again meanwhile, and has not expired, stays. */
  abstract forget(expired: Expired, now: Millis): Promise<void>;
}

/** Where the files of artifacts are. */
export abstract class ArtifactFiles {
  /** All that an artifact consists of. Harmless when it is gone. */
  abstract remove(key: string): Promise<void>;
}
