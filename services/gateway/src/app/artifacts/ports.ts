import type { ArtifactFacts, ExecutionId } from '@switchyard/contracts';

/** What artifacts there are, as the execution service knows it. */
export abstract class ArtifactIndex {
  /** Of one execution, oldest first; those that have expired are none. */
  abstract of(executionId: ExecutionId): Promise<ArtifactFacts[]>;
}

/** What artifacts consist of. */
export abstract class ArtifactBlobs {
  /**
   * The bytes from `from` to before `to`, or all.
   * @returns undefined when there are none
   */
  abstract read(key: string, range?: { from: number; to: number }): Promise<AsyncIterable<Uint8Array> | undefined>;
}
