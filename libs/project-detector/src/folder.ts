import type { Documents, Read } from './documents.js';

/** One folder of a checkout, with what lies in it. */
export class Folder {
  private readonly own = new Set<string>();

  constructor(
    /** From the top of the checkout, which itself is `.` */
    readonly path: string,
    private readonly documents: Documents,
    private readonly everyPath: readonly string[],
    private readonly find: (path: string) => Folder | undefined,
  ) {}

  add(name: string): void {
    this.own.add(name);
  }

  /** The path of a file of this folder from the top. */
  at(name: string): string {
    return this.path === '.' ? name : `${this.path}/${name}`;
  }

  /** The folders that it lies in, the nearest first, as far as they hold anything. */
  *above(): Generator<Folder> {
    for (let path = this.path; path !== '.';) {
      path = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
      const found = this.find(path);
      if (found) yield found;
    }
  }

  has(name: string): boolean {
    return this.own.has(name);
  }

  /** The first of these names that is here. */
  firstOf(...names: string[]): string | undefined {
    return names.find(name => this.own.has(name));
  }

  /** Names of files here, in order. */
  matching(pattern: RegExp): string[] {
    return [...this.own].filter(name => pattern.test(name)).sort();
  }

  /** The first file here or in any folder below whose path, from here, looks like this. */
  below(pattern: RegExp): string | undefined {
    const prefix = this.path === '.' ? '' : `${this.path}/`;
    for (let index = placeOf(this.everyPath, prefix); index < this.everyPath.length; index += 1) {
      const path = this.everyPath[index] ?? '';
      if (!path.startsWith(prefix)) return undefined;
      if (pattern.test(path.slice(prefix.length))) return path.slice(prefix.length);
    }
    return undefined;
  }

  /** Of a file here, or of one that `below` has found; nothing is asked for what is not there. */
  text(name: string): string | undefined {
    return this.own.has(name) || name.includes('/') ? this.documents.text(this.at(name)) : undefined;
  }

  /** A file that is looked at as text; broken when it lacks what every such file has. */
  plain(name: string, wanted?: RegExp): Read {
    const value = this.text(name);
    if (value === undefined) return { state: 'unread' };
    return wanted && !wanted.test(value) ? { state: 'broken' } : { state: 'read', value };
  }

  json(name: string): Read {
    return this.documents.json(this.at(name));
  }

  toml(name: string): Read {
    return this.documents.toml(this.at(name));
  }

  yaml(name: string): Read {
    return this.documents.yaml(this.at(name));
  }
}

/** Where the first path that is not before `prefix` stands in a sorted list. */
const placeOf = (sorted: readonly string[], prefix: string): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? '') < prefix) from = middle + 1;
    else to = middle;
  }
  return from;
};
