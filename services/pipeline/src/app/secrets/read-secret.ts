import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { closest, openSecret } from '../../domain/secrets/secret.js';
import { NotifySecrets } from '../notify/ports.js';
import type { KeyRing } from './key-ring.js';
import type { Secrets } from './ports.js';

/** Opens a secret for the platform itself, which signs or addresses something with it and shows it to nobody. */
export class ReadSecret extends NotifySecrets {
  constructor(
    private readonly secrets: Secrets,
    private readonly ring: KeyRing,
  ) {
    super();
  }

  async read(project: ProjectId, pipelineId: PipelineId, name: string): Promise<string | undefined> {
    const secret = closest(await this.secrets.readable(project, [name], { pipelineId }));
    if (!secret) return undefined;
    try {
      return openSecret((await this.ring.find(project, secret.key)).bytes, secret);
    } catch (error) {
      if (!(error instanceof Fault) || error.retry) throw error;
      return undefined;
    }
  }
}
