import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault, type Millis } from '@switchyard/kernel';
import { checkKey, checkPrefix } from './blob-key.js';
import { blobDamaged, storeFull, storeUnavailable } from './blob-faults.js';
import { type Blob, type BlobFacts, BlobStore, type ByteRange, type PutOptions } from './blob-store.js';
import { boundsOf, Foreign, foreign, Measure, until, verified } from './streams.js';
import { shaIn, trailerBytes, trailerOf } from './trailer.js';

/** No key holds it: folders and blobs may have the same name, and what is half written is never among them. */
const [mark, unfinished] = ['~', '~new'];
/** Written at once: small pieces are gathered. */
const gatheredBytes = 1_048_576;
const readBytes = 262_144;
/** What a process left half written when it died; of those that live, none rests so long. */
const leftAfterMs: Millis = 86_400_000;
const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG'];

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';
const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

/** Blobs as files below one folder, which any number of processes may share. */
export class DirectoryBlobStore extends BlobStore {
  private constructor(private readonly root: string) {
    super();
  }

  /** @throws Fault `blob-store-unavailable` */
  static async open(root: string): Promise<DirectoryBlobStore> {
    const store = new DirectoryBlobStore(root);
    await store.told(async () => {
      await mkdir(join(root, unfinished), { recursive: true, mode: 0o700 });
    });
    await store.removeUnfinished(Date.now() - leftAfterMs);
    return store;
  }

  put(key: string, body: AsyncIterable<Uint8Array>, { sha256, signal }: PutOptions = {}): Promise<BlobFacts> {
    const path = this.pathOf(key);
    const temporary = join(this.root, unfinished, randomUUID());
    return this.told(async () => {
      const file = await open(temporary, 'wx', 0o600);
      try {
        const measure = new Measure();
        await this.write(file, measure.of(foreign(until(signal, body))));
        const found = measure.sha256();
        if (sha256 !== undefined && sha256.toLowerCase() !== found)
          throw blobDamaged(key, `its SHA-256 is ${found}, and must be ${sha256}`);
        await file.appendFile(trailerOf(found));
        await file.datasync();
        signal?.throwIfAborted();
        await this.place(temporary, path);
        const { mtimeMs } = await file.stat();
        return { key, bytes: measure.bytes, sha256: found, at: Math.floor(mtimeMs) };
      } finally {
        await file.close();
        await rm(temporary, { force: true });
      }
    });
  }

  get(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Blob | undefined> {
    const path = this.pathOf(key);
    return this.told(async () => {
      const file = await opened(path);
      if (!file) return undefined;
      try {
        const facts = await factsIn(key, file);
        const { from, to, whole } = boundsOf(facts.bytes, range);
        const body = until(signal, this.read(key, file, from, to));
        return { facts, body: whole ? verified(facts, body) : body };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  facts(key: string): Promise<BlobFacts | undefined> {
    const path = this.pathOf(key);
    return this.told(() => factsAt(key, path));
  }

  remove(key: string): Promise<void> {
    const path = this.pathOf(key);
    return this.told(async () => {
      await rm(path, { force: true }).catch(unlessGone);
      await this.removeEmpty(dirname(path));
    });
  }

  async *list(prefix: string): AsyncGenerator<BlobFacts> {
    for await (const key of this.keys(prefix)) {
      const facts = await this.facts(key);
      if (facts) yield facts;
    }
  }

  async *keys(prefix: string): AsyncGenerator<string> {
    checkPrefix(prefix);
    yield* this.below(prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix);
  }

  removeUnfinished(before: Millis): Promise<number> {
    const folder = join(this.root, unfinished);
    return this.told(async () => {
      let removed = 0;
      for (const name of await readdir(folder)) {
        const facts = await stat(join(folder, name)).catch(unlessGone);
        if (!facts || facts.mtimeMs >= before) continue;
        await rm(join(folder, name), { force: true });
        removed += 1;
      }
      return removed;
    });
  }

  async close(): Promise<void> {}

  private async *below(folder: string, prefix: string): AsyncGenerator<string> {
    const entries = await this.told(() => readdir(join(this.root, folder), { withFileTypes: true }).catch(unlessGone));
    for (const entry of entries ?? []) {
      const path = folder + entry.name;
      if (entry.isFile() && entry.name.endsWith(mark)) {
        const key = path.slice(0, -mark.length);
        if (key.startsWith(prefix)) yield key;
      } else if (entry.isDirectory() && entry.name !== unfinished && isOnTheWay(`${path}/`, prefix))
        yield* this.below(`${path}/`, prefix);
    }
  }

  private pathOf(key: string): string {
    return join(this.root, `${checkKey(key)}${mark}`);
  }

  private async write(file: FileHandle, body: AsyncIterable<Uint8Array>): Promise<void> {
    let [gathered, bytes]: [Uint8Array[], number] = [[], 0];
    const flush = async () => {
      await writeAll(file, gathered, bytes);
      [gathered, bytes] = [[], 0];
    };
    for await (const chunk of body) {
      gathered.push(chunk);
      bytes += chunk.length;
      if (bytes >= gatheredBytes || gathered.length === 1_000) await flush();
    }
    await flush();
  }

  private async *read(key: string, file: FileHandle, from: number, to: number): AsyncGenerator<Uint8Array> {
    try {
      for (let at = from; at < to;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(readBytes, to - at)), {
          position: at,
        });
        if (bytesRead === 0) throw blobDamaged(key, `its file ends at ${at}`);
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    } catch (error) {
      throw this.fault(error);
    } finally {
      await file.close();
    }
  }

  /** Its folders may be removed as empty between being made and being used. */
  private async place(temporary: string, path: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1)
      try {
        await this.makeFolders(dirname(path));
        await rename(temporary, path);
        return await sync(dirname(path));
      } catch (error) {
        if (attempt === 10 || codeOf(error) !== 'ENOENT') throw error;
      }
  }

  private async makeFolders(path: string): Promise<void> {
    const first = await mkdir(path, { recursive: true, mode: 0o700 });
    if (first === undefined) return;
    for (let made = path; made.length >= first.length; made = dirname(made)) await sync(dirname(made));
  }

  private async removeEmpty(folder: string): Promise<void> {
    for (let path = folder; path.length > this.root.length; path = dirname(path)) {
      const isRemoved = await rmdir(path).then(
        () => true,
        () => false,
      );
      if (!isRemoved) return;
    }
  }

  private async told<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw this.fault(error);
    }
  }

  /** What the disk says becomes a fault; what the body or the caller said stays as it is. */
  private fault(error: unknown): unknown {
    if (error instanceof Foreign) return error.cause;
    if (error instanceof Fault || typeof error !== 'object' || !error || !('syscall' in error)) return error;
    return noRoom.includes(codeOf(error)) ? storeFull(this.root, error) : storeUnavailable(this.root, error);
  }
}

const unlessGone = (error: unknown): undefined => {
  if (!isGone(error)) throw error;
  return undefined;
};

const isOnTheWay = (folder: string, prefix: string): boolean => folder.startsWith(prefix) || prefix.startsWith(folder);

const writeAll = async (file: FileHandle, chunks: Uint8Array[], bytes: number): Promise<void> => {
  if (bytes === 0) return;
  const { bytesWritten } = await file.writev(chunks);
  if (bytesWritten === bytes) return;
  const rest = Buffer.concat(chunks).subarray(bytesWritten);
  await file.appendFile(rest);
};

const sync = async (path: string): Promise<void> => {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
};

const opened = (path: string): Promise<FileHandle | undefined> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(unlessGone);

const factsAt = async (key: string, path: string): Promise<BlobFacts | undefined> => {
  const file = await opened(path);
  return file && (await factsIn(key, file).finally(() => file.close()));
};

const factsIn = async (key: string, file: FileHandle): Promise<BlobFacts> => {
  const { size, mtimeMs } = await file.stat();
  const bytes = Math.max(0, size - trailerBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(trailerBytes), 0, trailerBytes, bytes);
  return { key, bytes, sha256: shaIn(key, buffer.subarray(0, bytesRead)), at: Math.floor(mtimeMs) };
};
