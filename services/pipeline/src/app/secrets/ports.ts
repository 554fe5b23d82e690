import type { PipelineId, ProjectId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { SecretPlace, StoredSecret } from '../../domain/secrets/secret.js';

/** Sealed secrets. */
export abstract class Secrets {
  /** Also one that was removed. */
  abstract find(place: SecretPlace): Promise<StoredSecret | undefined>;
  /** @returns false when what is stored is not `from` any more: somebody else was faster. */
  abstract put(from: StoredSecret | undefined, next: StoredSecret): Promise<boolean>;
  /** Those that are there, by name and scope, behind `after`. */
  abstract list(project: ProjectId, page: { after?: string; limit: number }): Promise<StoredSecret[]>;
  abstract count(project: ProjectId): Promise<number>;
  /** Those of these names that a step of the pipeline, and of the environment, may read. */
  abstract readable(
    project: ProjectId,
    names: string[],
    reader: { pipelineId: PipelineId; environmentName?: string },
  ): Promise<StoredSecret[]>;
  /** Those sealed with an earlier key than this. */
  abstract before(project: ProjectId, key: number, limit: number): Promise<StoredSecret[]>;
  abstract countBefore(project: ProjectId, key: number): Promise<number>;
}

/** Something wrapped with a master key, and which one. */
export interface Wrapped {
  master: string;
  /** As base64. */
  box: string;
}

/** A data key as it is kept: wrapped. */
export interface StoredKey extends Wrapped {
  project: ProjectId;
  /** From 1 on; the highest of a project is the current one. */
  n: number;
  at: Millis;
}

export abstract class DataKeys {
  abstract current(project: ProjectId): Promise<StoredKey | undefined>;
  abstract find(project: ProjectId, n: number): Promise<StoredKey | undefined>;
  /** @returns false when the project has a key of this number. */
  abstract add(key: StoredKey): Promise<boolean>;
  /** Some that this master key did not wrap. */
  abstract wrappedByOthers(master: string, limit: number): Promise<StoredKey[]>;
  /** Harmless when somebody else was faster. */
  abstract rewrap(from: StoredKey, to: Wrapped): Promise<void>;
}

/**
 * Wraps data keys with a key that the store never sees: a file, or a key service that does not give its keys away.
 * What was wrapped with the master key before the current one can be unwrapped too.
 */
export abstract class MasterKeys {
  /** @throws Fault `no-master-key` */
  abstract wrap(key: Uint8Array, about: string): Promise<Wrapped>;
  /** @throws Fault `no-master-key` when the one it was wrapped with is not there, `cannot-be-opened` */
  abstract unwrap(wrapped: Wrapped, about: string): Promise<Uint8Array>;
  /**
   * Makes a new master key, has everything wrapped with it, and only then forgets the one before the last. Begun again
   * after a crash, it goes on with the new key it had made.
   */
  abstract rotate(rewrapAll: (master: string) => Promise<void>): Promise<void>;
}
