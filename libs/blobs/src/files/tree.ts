import { Folder } from './folder.js';

/** The folders below a root, kept open along the way to the one that was used last. */
export class Tree {
  private readonly way: { name: string; folder: Folder }[] = [];

  private constructor(private readonly root: Folder) {}

  static open(path: string): Tree {
    return new Tree(Folder.open(path));
  }

  /**
   * @param names of folders, from the root on
   * @param make makes those that are not there, with this mode
   * @throws ENOENT; ENOTDIR or ELOOP where one is no folder, such as a link
   */
  folder(names: readonly string[], make?: number): Folder {
    const same = this.way.findIndex(({ name }, index) => name !== names[index]);
    for (const { folder } of this.way.splice(same < 0 ? names.length : same)) folder.close();
    for (const name of names.slice(this.way.length)) {
      const folder = step(this.last, name, make);
      this.way.push({ name, folder });
    }
    return this.last;
  }

  close(): void {
    for (const { folder } of this.way.splice(0)) folder.close();
    this.root.close();
  }

  private get last(): Folder {
    return this.way.at(-1)?.folder ?? this.root;
  }
}

const step = (folder: Folder, name: string, make: number | undefined): Folder => {
  try {
    return folder.folder(name);
  } catch (error) {
    if (make === undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    folder.makeFolder(name, make);
    return folder.folder(name);
  }
};
