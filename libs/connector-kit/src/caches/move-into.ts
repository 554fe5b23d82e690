import type { Dirent } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Folder } from '@switchyard/blobs';

/**
 * Moves all that is in one folder into another on the same disk, in place of what is there; folders become one. Names
 * are looked up in open folders and never through a link: a step that works there meanwhile cannot lead it elsewhere.
 */
export const moveInto = (from: string, to: string): void =>
  opened(Folder.open(dirname(from)), beside =>
    opened(beside.folder(basename(from)), source => opened(Folder.open(to), target => moveAll(source, target))),
  );

const opened = (folder: Folder, work: (folder: Folder) => void): void => {
  try {
    work(folder);
  } finally {
    folder.close();
  }
};

const moveAll = (source: Folder, target: Folder): void => {
  for (const entry of source.names()) moveOne(entry, source, target);
};

const moveOne = (entry: Dirent, source: Folder, target: Folder): void => {
  const { name } = entry;
  const there = target.stat(name);
  if (entry.isDirectory() && there?.isDirectory())
    return opened(source.folder(name), from => opened(target.folder(name), to => moveAll(from, to)));
  if (there) target.remove(name);
  source.moveTo(name, target);
};
