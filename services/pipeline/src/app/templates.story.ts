import type { ProjectId } from '@switchyard/contracts';
import { type StoredTemplate, Templates } from './ports.js';

/** A template library in memory. */
export class MemoryTemplates extends Templates {
  private readonly all = new Map<string, StoredTemplate[]>();

  async find(owner: ProjectId, name: string) {
    return this.all.get(`${owner}/${name}`)?.at(-1);
  }

  async put(from: StoredTemplate | undefined, next: StoredTemplate) {
    const key = `${next.project}/${next.name}`;
    const versions = this.all.get(key) ?? [];
    if (versions.at(-1) !== from) return false;
    this.all.set(key, [...versions.filter(({ version }) => version !== next.version), next]);
    return true;
  }

  async version(owner: ProjectId, name: string, version: number) {
    const found = this.all.get(`${owner}/${name}`)?.find(one => one.version === version);
    return found && withoutMark(found);
  }

  async versions(owner: ProjectId, name: string, { before = Infinity, limit }: { before?: number; limit: number }) {
    const versions = (this.all.get(`${owner}/${name}`) ?? []).filter(({ version }) => version < before);
    return versions.reverse().slice(0, limit).map(withoutMark);
  }

  async list(owner: ProjectId, { after = '', limit }: { after?: string; limit: number }) {
    const current = [...this.all.values()].flatMap(versions => versions.slice(-1));
    return current
      .filter(one => one.project === owner && one.name > after && !one.deleted)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .slice(0, limit);
  }
}

const withoutMark = ({ deleted: _, ...version }: StoredTemplate): StoredTemplate => version;
