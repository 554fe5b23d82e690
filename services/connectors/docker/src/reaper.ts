import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { heldUntilLabel, isAttemptId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Containers } from './engine/containers.js';
import { type Engine, statusOf } from './engine/engine.js';
import { removeNetwork } from './engine/networks.js';
import { labels } from './step/names.js';

/** Layers of builds are kept that long after the last build that made them anew. */
const buildsKeptMs: Millis = 7 * 86_400_000;

const expected = (error: unknown): void => {
  // Gone, or in use by what somebody made of it.
  if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
};

/** Takes away what is this connector's by its label, and whose attempt it has no folder of any more. */
export class Reaper {
  private readonly filters: { label: string[] };

  constructor(
    private readonly engine: Engine,
    private readonly containers: Containers,
    owner: string,
  ) {
    this.filters = { label: [`${labels.owner}=${owner}`] };
  }

  /** @returns the attempts of which something was left */
  async reap(root: string): Promise<string[]> {
    const isForgotten = (attempt: string | undefined): attempt is string =>
      attempt !== undefined && isAttemptId(attempt) && !existsSync(join(root, attempt));
    const found = [
      ...(await this.reapContainers(isForgotten)),
      ...(await this.reapNetworks(isForgotten)),
      ...(await this.reapVolumes(isForgotten)),
    ];
    await this.reapImages();
    return [...new Set(found)];
  }

  private async reapContainers(isForgotten: (attempt: string | undefined) => attempt is string): Promise<string[]> {
    const all = await this.engine.docker.listContainers({ all: true, filters: this.filters });
    const isHeld = (label: string | undefined) => label !== undefined && Number(label) > Date.now();
    const left = all.filter(({ Labels }) => isForgotten(Labels[labels.attempt]) && !isHeld(Labels[heldUntilLabel]));
    for (const { Id } of left) await this.containers.remove(Id);
    return left.map(({ Labels }) => Labels[labels.attempt] ?? '');
  }

  private async reapNetworks(isForgotten: (attempt: string | undefined) => attempt is string): Promise<string[]> {
    const all = await this.engine.docker.listNetworks({ filters: this.filters });
    const left = all.filter(({ Labels }) => isForgotten(Labels?.[labels.attempt]));
    for (const { Id } of left) await removeNetwork(this.engine, Id);
    return left.map(({ Labels }) => Labels?.[labels.attempt] ?? '');
  }

  private async reapVolumes(isForgotten: (attempt: string | undefined) => attempt is string): Promise<string[]> {
    const { Volumes } = await this.engine.docker.listVolumes({ filters: this.filters });
    const left = (Volumes ?? []).filter(({ Labels }) => isForgotten(Labels?.[labels.attempt]));
    for (const { Name } of left) await this.engine.docker.getVolume(Name).remove().catch(expected);
    return left.map(({ Labels }) => Labels[labels.attempt] ?? '');
  }

  /** Images of builds that a newer one has taken the name of, or that nobody has built for long. */
  private async reapImages(): Promise<void> {
    const now = Date.now();
    for (const { Id, RepoTags, Created } of await this.engine.docker.listImages({ filters: this.filters })) {
      const names = (RepoTags ?? []).filter(name => name !== '<none>:<none>');
      const isNamed = names.some(name => !name.startsWith('switchyard-build/'));
      const isOld = now - Created * 1_000 > buildsKeptMs;
      if (!isNamed && (names.length === 0 || isOld))
        for (const name of names.length === 0 ? [Id] : names)
          await this.engine.docker.getImage(name).remove().catch(expected);
    }
  }
}
