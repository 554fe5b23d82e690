import { createHash } from 'node:crypto';
import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { decrypt, encrypt } from '@switchyard/kernel/sealed';
import { idOf, orderOf, type SecretPlace, type StoredSecret } from '../../domain/secrets/secret.js';
import { DataKeys, MasterKeys, Secrets, type StoredKey, type Wrapped } from './ports.js';

/** Fails at the n-th write from now on, before or after it is made, as a process that is killed does. */
export class Killer {
  private left = Infinity;
  private after = false;
  writes = 0;

  at(n: number, after: boolean): void {
    this.left = n;
    this.after = after;
  }

  async around(write: () => void): Promise<void> {
    this.writes += 1;
    this.left -= 1;
    if (this.left === 0 && !this.after) throw new Error('killed');
    write();
    if (this.left === 0) throw new Error('killed');
  }
}

export class MemorySecrets extends Secrets {
  readonly rows = new Map<string, StoredSecret>();

  constructor(private readonly killer = new Killer()) {
    super();
  }

  async find(place: SecretPlace): Promise<StoredSecret | undefined> {
    return this.rows.get(idOf(place));
  }

  async put(from: StoredSecret | undefined, next: StoredSecret): Promise<boolean> {
    const now = this.rows.get(idOf(next));
    if (JSON.stringify(now) !== JSON.stringify(from)) return false;
    await this.killer.around(() => this.rows.set(idOf(next), next));
    return true;
  }

  async list(project: ProjectId, { after = '', limit }: { after?: string; limit: number }): Promise<StoredSecret[]> {
    return this.there(project)
      .filter(one => orderOf(one) > after)
      .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
      .slice(0, limit);
  }

  async count(project: ProjectId): Promise<number> {
    return this.there(project).length;
  }

  async readable(
    project: ProjectId,
    names: string[],
    reader: { pipelineId: PipelineId; environmentName?: string },
  ): Promise<StoredSecret[]> {
    return this.there(project).filter(
      ({ name, pipelineId, environmentName }) =>
        names.includes(name) &&
        (pipelineId === undefined || pipelineId === reader.pipelineId) &&
        (environmentName === undefined || environmentName === reader.environmentName),
    );
  }

  async before(project: ProjectId, key: number, limit: number): Promise<StoredSecret[]> {
    return [...this.rows.values()].filter(one => one.project === project && one.key < key).slice(0, limit);
  }

  async countBefore(project: ProjectId, key: number): Promise<number> {
    return (await this.before(project, key, Infinity)).length;
  }

  private there(project: ProjectId): StoredSecret[] {
    return [...this.rows.values()].filter(one => one.project === project && one.sealed !== undefined);
  }
}

export class MemoryKeys extends DataKeys {
  readonly rows = new Map<string, StoredKey>();

  constructor(private readonly killer = new Killer()) {
    super();
  }

  async current(project: ProjectId): Promise<StoredKey | undefined> {
    const own = [...this.rows.values()].filter(one => one.project === project);
    return own.sort((a, b) => b.n - a.n)[0];
  }

  async find(project: ProjectId, n: number): Promise<StoredKey | undefined> {
    return this.rows.get(`${project}@${n}`);
  }

  async add(key: StoredKey): Promise<boolean> {
    const id = `${key.project}@${key.n}`;
    if (this.rows.has(id)) return false;
    await this.killer.around(() => this.rows.set(id, key));
    return true;
  }

  async wrappedByOthers(master: string, limit: number): Promise<StoredKey[]> {
    return [...this.rows.values()].filter(one => one.master !== master).slice(0, limit);
  }

  async rewrap({ project, n, box }: StoredKey, to: Wrapped): Promise<void> {
    const found = this.rows.get(`${project}@${n}`);
    if (found?.box === box) await this.killer.around(() => this.rows.set(`${project}@${n}`, { ...found, ...to }));
  }
}

/** One master key that never changes. */
export class PlainMaster extends MasterKeys {
  private readonly key = createHash('sha256').update('master').digest();

  async wrap(key: Uint8Array, about: string): Promise<Wrapped> {
    return { master: 'only', box: encrypt(this.key, about, key).toString('base64') };
  }

  async unwrap({ box }: Wrapped, about: string): Promise<Uint8Array> {
    return decrypt(this.key, about, Buffer.from(box, 'base64'));
  }

  rotate(): Promise<void> {
    return Promise.reject(new Fault({ code: 'no', message: 'it never changes', blame: 'platform', retry: false }));
  }
}
