import { randomBytes } from 'node:crypto';
import type { Grant } from '@switchyard/contracts';
import { sortableId } from '@switchyard/kernel';
import { keepJson, readJson } from '../durable-file.js';
import {
  type Change,
  differs,
  type Found,
  goneFrom,
  type Item,
  type Knowledge,
  knowNothing,
  learn,
  nextName,
  noteOwn,
  noteSeen,
  type Seen,
} from './changes.js';
import { partsOf, type Part } from './packed-parts.js';
import type { KeptWorkspaces } from './kept-workspaces.js';
import { type LookedAt, WorkspaceReader } from './read-workspace.js';
import { type Wanted, WorkspaceWriter } from './write-workspace.js';

export interface Moved {
  files: number;
  bytes: number;
}

type FileItem = Extract<Item, { kind: 'file' }>;
type FileFound = Extract<Found, { kind: 'file' }>;

/** The workspace of one execution on this machine, and what is kept of it for others. */
export class SharedWorkspace {
  private readonly project: string;
  private readonly execution: string;

  constructor(
    private readonly kept: KeptWorkspaces,
    { project, executionId }: Pick<Grant, 'project' | 'executionId'>,
    private readonly root: string,
  ) {
    this.project = project;
    this.execution = executionId;
  }

  /**
   * Fetches what other machines changed since the last time.
   * @param allows is asked before anything is fetched, with all that the workspace will hold
   */
  async restore(allows: (whole: Moved) => void, signal: AbortSignal): Promise<Moved> {
    const knowledge = this.knowledge();
    const names = await this.kept.names(this.project, this.execution);
    const news = names.filter(name => !knowledge.applied.includes(name));
    if (news.length === 0) return { files: 0, bytes: 0 };
    const paths = new Set<string>();
    for (const name of news) {
      const delta = await this.kept.delta(this.project, this.execution, name);
      for (const path of learn(knowledge, name, delta)) paths.add(path);
    }
    allows(totalOf(Object.values(knowledge.known)));
    const wanted = [...paths].map(path => wantedOf(knowledge, path));
    await this.write(wanted, knowledge, signal);
    await this.note(knowledge);
    return totalOf(wanted);
  }

  /** Keeps what is not as it was, of all that was found. */
  async keep({ found }: LookedAt, signal: AbortSignal): Promise<Moved> {
    const knowledge = this.knowledge();
    const changed = found.filter(one => differs(knowledge, one));
    const gone = goneFrom(knowledge, found);
    if (changed.length + gone.length === 0) return { files: 0, bytes: 0 };
    const { items, uploaded } = await this.upload(
      changed.filter(one => one.kind === 'file'),
      knowledge,
      signal,
    );
    const changes: Change[] = [...changed.flatMap(one => changeOf(one, items)), ...gone.map(path => ({ path }))];
    const name = nextName(knowledge, sortableId(Date.now(), randomBytes(16)));
    await this.kept.keep(this.project, this.execution, name, { v: 1, changes });
    noteOwn(knowledge, name, changes, seenIn(changed));
    await this.note(knowledge);
    return uploaded;
  }

  /** Only bytes that nobody has kept yet. */
  private async upload(files: FileFound[], knowledge: Knowledge, signal: AbortSignal) {
    const reader = new WorkspaceReader(this.root);
    const items = new Map<string, FileItem>();
    try {
      const fresh: FileFound[] = [];
      const bySha = placesOf(knowledge);
      for (const file of files) {
        signal.throwIfAborted();
        const sha256 = await reader.sha256(file.path);
        const place = sha256 === undefined ? undefined : bySha.get(sha256);
        if (place) items.set(file.path, { ...place, mode: file.mode, mtime: file.seen.mtime });
        else if (sha256 !== undefined) fresh.push(file);
      }
      const uploaded = totalOf(fresh.map(({ seen }) => ({ item: { kind: 'file', bytes: seen.bytes } as FileItem })));
      while (fresh.length > 0) {
        const pack = sortableId(Date.now(), randomBytes(16));
        const body = reader.pack(fresh, pack, (path, item) => items.set(path, item));
        await this.kept.keepPack(this.project, this.execution, pack, body, signal);
      }
      return { items, uploaded };
    } finally {
      reader.close();
    }
  }

  private async write(wanted: Wanted[], knowledge: Knowledge, signal: AbortSignal): Promise<void> {
    const writer = new WorkspaceWriter(this.root);
    try {
      writer.prepare(wanted);
      for (const [pack, parts] of byPack(wanted)) {
        const [first, last] = [parts[0], parts.at(-1)];
        if (!first || !last) continue;
        const range = { from: first.from, to: last.from + last.bytes };
        const body = await this.kept.pack(this.project, this.execution, pack, range, signal);
        for await (const { part, bytes } of partsOf(body, first.from, parts))
          noteSeen(knowledge, part.path, await writer.file(part.path, part.item, bytes));
      }
      writer.finish(wanted);
    } finally {
      writer.close();
    }
  }

  private knowledge(): Knowledge {
    return readJson<Knowledge>(notesOf(this.root)) ?? knowNothing(this.project);
  }

  private note(knowledge: Knowledge): Promise<void> {
    return keepJson(notesOf(this.root), knowledge);
  }
}

/** Beside the folder: what is known of it. */
export const notesOf = (workspace: string): string => `${workspace}.shared`;

interface FilePart extends Part {
  path: string;
  item: FileItem;
}

const wantedOf = ({ known }: Knowledge, path: string): Wanted => {
  const item = known[path]?.item;
  return { path, ...(item ? { item } : {}) };
};

const byPack = (wanted: readonly Wanted[]): Map<string, FilePart[]> => {
  const packs = new Map<string, FilePart[]>();
  for (const { path, item } of wanted) {
    if (item?.kind !== 'file') continue;
    const parts = packs.get(item.pack) ?? [];
    packs.set(item.pack, parts);
    parts.push({ path, item, from: item.from, bytes: item.bytes });
  }
  for (const parts of packs.values()) parts.sort((a, b) => a.from - b.from || a.bytes - b.bytes);
  return packs;
};

const placesOf = ({ known }: Knowledge): Map<string, FileItem> =>
  new Map(Object.values(known).flatMap(({ item }) => (item?.kind === 'file' ? [[item.sha256, item] as const] : [])));

const changeOf = (found: Found, items: Map<string, FileItem>): Change[] => {
  if (found.kind === 'link') return [{ path: found.path, item: { kind: 'link', target: found.target } }];
  if (found.kind === 'folder') return [{ path: found.path, item: { kind: 'folder', mode: found.mode } }];
  const item = items.get(found.path);
  return item ? [{ path: found.path, item }] : [];
};

const seenIn = (found: readonly Found[]): Map<string, Seen> =>
  new Map(found.flatMap(one => (one.kind === 'file' ? [[one.path, one.seen] as const] : [])));

const totalOf = (all: readonly { item?: Item }[]): Moved => {
  const files = all.flatMap(({ item }) => (item?.kind === 'file' ? item : []));
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
};
