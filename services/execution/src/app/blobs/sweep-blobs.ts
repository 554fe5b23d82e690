import { Clock, type Millis } from '@switchyard/kernel';
import { type BlobOwner, blobOwnerOf } from '../../domain/blob-owner.js';
import { workspaceKeptUntil } from '../../domain/workspace.js';
import type { Artifacts } from '../artifacts/ports.js';
import type { Executions } from '../ports.js';
import type { BlobShelf } from './ports.js';

/** Keys that are looked up together. */
const pageKeys = 500;

/** What one sweep did. */
export interface Swept {
  /** Blobs of artifacts and of workspaces that were removed, and how many bytes they had. */
  artifact: number;
  workspace: number;
  bytes: number;
  /** Puts that had not come to their end, and were removed. */
  unfinished: number;
  /** Blobs of executions that the store does not know: they may belong to others, and are left alone. */
  unknown: number;
}

export interface SweepRules {
  /** Far above the longest that an upload may take until it is told of. */
  keptMs: Millis;
  /** For which the workspace of an execution that failed is kept, on top. */
  workspaceKeptMs: Millis;
}

interface Owned {
  key: string;
  owner: BlobOwner;
}

/**
 * Removes blobs that no record names: those of attempts that were lost before they could tell of them.
 *
 * A blob goes only when its execution has ended, both of them longer ago than the rules say, and no record names it: who
 * still works on an execution that goes on is never in its way, and one who was given up meanwhile, and still sends,
 * has put its blob just now. Doing it twice, or in several processes, is harmless.
 */
export class SweepBlobs {
  constructor(
    private readonly shelf: BlobShelf,
    private readonly artifacts: Pick<Artifacts, 'named'>,
    private readonly executions: Pick<Executions, 'standings'>,
    private readonly clock: Clock,
    private readonly rules: SweepRules,
  ) {}

  async run(signal: AbortSignal): Promise<Swept> {
    const before = this.clock.now() - this.rules.keptMs;
    const swept: Swept = { artifact: 0, workspace: 0, bytes: 0, unfinished: 0, unknown: 0 };
    swept.unfinished = await this.shelf.removeUnfinished(before);
    for await (const page of pagesOf(this.shelf.keys())) {
      if (signal.aborted) break;
      for (const one of await this.withoutRecord(page, before, swept)) await this.remove(one, before, swept);
    }
    return swept;
  }

  /** The records are read after the keys: one that was written meanwhile is seen. */
  private async withoutRecord(page: readonly Owned[], before: Millis, swept: Swept): Promise<Owned[]> {
    const standings = await this.executions.standings([...new Set(page.map(({ owner }) => owner.executionId))]);
    const over = page.filter(({ owner }) => {
      const standing = standings.get(owner.executionId);
      if (!standing) swept.unknown += 1;
      const until = standing && workspaceKeptUntil(standing, isWorkspace(owner) ? this.rules.workspaceKeptMs : 0);
      return until !== undefined && until < before;
    });
    const named = await this.artifacts.named([...new Set(over.map(({ owner }) => owner.executionId))]);
    return over.filter(({ owner }) => isWorkspace(owner) || !named.has(owner.artifact));
  }

  private async remove({ key, owner }: Owned, before: Millis, swept: Swept): Promise<void> {
    const facts = await this.shelf.facts(key);
    if (!facts || facts.at >= before) return;
    await this.shelf.remove(key);
    swept[owner.kind] += 1;
    swept.bytes += facts.bytes;
  }
}

type OfWorkspace = Extract<BlobOwner, { kind: 'workspace' }>;
const isWorkspace = (owner: BlobOwner): owner is OfWorkspace => owner.kind === 'workspace';

async function* pagesOf(keys: AsyncIterable<string>): AsyncGenerator<Owned[]> {
  let page: Owned[] = [];
  for await (const key of keys) {
    const owner = blobOwnerOf(key);
    if (!owner) continue;
    page.push({ key, owner });
    if (page.length < pageKeys) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
