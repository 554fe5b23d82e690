import type { ProjectId } from '@switchyard/contracts';
import { type Clock, Fault } from '@switchyard/kernel';
import { untilWritten } from '../contention.js';
import type { DataKeys, MasterKeys, StoredKey } from './ports.js';

/** A data key, unwrapped. */
export interface DataKey {
  n: number;
  bytes: Uint8Array;
}

/** What a wrapped key is bound to: it opens for no other project and under no other number. */
export const aboutKey = ({ project, n }: Pick<StoredKey, 'project' | 'n'>): string =>
  JSON.stringify(['switchyard data key v1', project, n]);

/** The data keys of projects. */
export class KeyRing {
  constructor(
    private readonly keys: DataKeys,
    private readonly masters: MasterKeys,
    private readonly clock: Clock,
    private readonly newKey: () => Uint8Array,
  ) {}

  /** The one to seal with; a project that has none gets its first. */
  async current(project: ProjectId): Promise<DataKey> {
    const found = await this.keys.current(project);
    return found ? this.opened(found) : this.next(project, 0);
  }

  /** @throws Fault `no-data-key` */
  async find(project: ProjectId, n: number): Promise<DataKey> {
    const found = await this.keys.find(project, n);
    if (found) return this.opened(found);
    throw new Fault({
      code: 'no-data-key',
      message: `project ${project} has no data key ${n}`,
      blame: 'platform',
      retry: false,
    });
  }

  /** Gives the project a key after the one of this number, unless somebody just did. */
  next(project: ProjectId, after: number): Promise<DataKey> {
    return untilWritten(`the data key of ${project}`, async () => {
      const found = await this.keys.current(project);
      if (found && found.n > after) return this.opened(found);
      const n = after + 1;
      const bytes = this.newKey();
      const wrapped = await this.masters.wrap(bytes, aboutKey({ project, n }));
      const added = await this.keys.add({ project, n, at: this.clock.now(), ...wrapped });
      return added ? { n, bytes } : undefined;
    });
  }

  private async opened(key: StoredKey): Promise<DataKey> {
    return { n: key.n, bytes: await this.masters.unwrap(key, aboutKey(key)) };
  }
}
