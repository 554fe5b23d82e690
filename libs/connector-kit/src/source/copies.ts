import { createHash } from 'node:crypto';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryAddress } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { locked } from './file-lock.js';

/** Copies are looked through no more often. */
const everyMs: Millis = 3_600_000;

export interface CopyLimits {
  bytes: number;
  unusedMs: Millis;
}

/** Copies of repositories on this connector's disk. */
export class Copies {
  private nextAt: Millis = 0;

  constructor(
    private readonly folder: string,
    private readonly limits: CopyLimits,
  ) {}

  /** Whoever cannot read a repository must not find it here: a copy belongs to those who came with the same credentials. */
  placeOf({ url }: RepositoryAddress, project: string, secret: string | undefined): string {
    const whose = secret === undefined ? ['', ''] : [project, secret];
    return join(
      this.folder,
      createHash('sha256')
        .update(JSON.stringify([url, ...whose]))
        .digest('hex')
        .slice(0, 40),
    );
  }

  /**
   * Removes what nobody used for long, and then what was used longest ago, until the rest fits.
   * @returns whether it was time to look
   */
  async prune(now: Millis, isForced = false): Promise<boolean> {
    if (now < this.nextAt && !isForced) return false;
    this.nextAt = now + everyMs;
    const found: { path: string; usedAt: Millis; bytes: number }[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const facts = await lstat(path).catch(() => undefined);
      if (facts?.isDirectory()) found.push({ path, usedAt: facts.mtimeMs, bytes: await sizeOf(path) });
    }
    let room = this.limits.bytes;
    for (const { path, usedAt, bytes } of found.toSorted((a, b) => b.usedAt - a.usedAt)) {
      room -= bytes;
      if (room < 0 || now - usedAt > this.limits.unusedMs) await this.remove(path, usedAt);
    }
    return true;
  }

  private async remove(path: string, usedAt: Millis): Promise<void> {
    await locked(`${path}.lock`, AbortSignal.timeout(1_000), async () => {
      const facts = await lstat(path);
      if (facts.mtimeMs <= usedAt) await rm(path, { recursive: true, force: true });
    }).catch(() => undefined);
  }
}

const sizeOf = async (path: string): Promise<number> => {
  const facts = await lstat(path).catch(() => undefined);
  if (!facts?.isDirectory()) return facts?.size ?? 0;
  let bytes = 0;
  for (const name of await readdir(path).catch(() => [])) bytes += await sizeOf(join(path, name));
  return bytes;
};
