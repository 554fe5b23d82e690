import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BlobStore, openBlobStore } from '@switchyard/blobs';
import { CacheStore } from '@switchyard/caches';
import type { Grant } from '@switchyard/contracts';
import type { Ending } from '../connector.js';
import { AroundCaches } from './around-caches.js';

const machine = { connector: 'shell', pool: 'default', platform: 'linux-x64' };
export const good: Ending = { kind: 'exited', exitCode: 0, startedAt: 1, finishedAt: 2, droppedBytes: 0 };

interface Run {
  ending?: Ending;
  /** What is there before the caches are. */
  prepare?: (workspace: string) => void;
}

/** Steps that run one after the other, each in an empty workspace, with caches in a folder. */
export class CachingHouse {
  readonly store: CacheStore;
  private around: AroundCaches;
  private runs = 0;

  private constructor(
    readonly root: string,
    readonly blobs: BlobStore,
  ) {
    this.store = new CacheStore(blobs);
    this.around = new AroundCaches(this.store, machine);
  }

  static async open(): Promise<CachingHouse> {
    const root = mkdtempSync(join(tmpdir(), 'yard-caches-'));
    return new CachingHouse(root, await openBlobStore(pathToFileURL(join(root, 'blobs')).href));
  }

  async close(): Promise<void> {
    await this.blobs.close();
    rmSync(this.root, { recursive: true });
  }

  /** From now on nobody answers. */
  loseStore(): void {
    const fail = () => {
      throw new Error('nobody answers');
    };
    this.around = new AroundCaches(new CacheStore(new Proxy(this.blobs, { get: () => fail })), machine);
  }

  /** One run: what it was given, and what was said. */
  async run(grant: Partial<Grant>, work: (workspace: string) => void, { ending = good, prepare }: Run = {}) {
    const home = join(this.root, `run-${(this.runs += 1)}`);
    const place = { directory: join(home, 'attempt'), workspace: join(home, 'workspace') };
    for (const path of Object.values(place)) mkdirSync(path, { recursive: true });
    prepare?.(place.workspace);
    const said: string[] = [];
    const whole = { project: 'shop', environment: {}, config: {}, ...grant } as Grant;
    const about = {
      grant: whole,
      place,
      signal: new AbortController().signal,
      say: (line: string) => said.push(line),
      give: () => undefined,
    };
    const given = await this.around.before(about);
    if (!given) work(place.workspace);
    const ended = given ? { ...good, ...given } : ending;
    expect(await this.around.after(about, ended)).toBe(ended);
    return { given, said, workspace: place.workspace };
  }
}

export const nothing = () => undefined;

export const write = (path: string, text: string) => (workspace: string) => {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
};

export const textAt = (workspace: string, path: string): string | undefined =>
  existsSync(join(workspace, path)) ? readFileSync(join(workspace, path), 'utf8') : undefined;
