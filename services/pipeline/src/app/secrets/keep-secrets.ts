import {
  type ChangeSecretReply,
  type ListSecrets,
  type ListSecretsReply,
  mostSecrets,
  type PutSecret,
  type RemoveSecret,
} from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import { orderOf, sealSecret, type SecretPlace, secretView, type StoredSecret } from '../../domain/secrets/secret.js';
import { untilWritten } from '../contention.js';
import type { KeyRing } from './key-ring.js';
import type { Secrets } from './ports.js';

/** Changes the secrets of a project. What goes in never comes out here. */
export class KeepSecrets {
  constructor(
    private readonly secrets: Secrets,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** One that was removed comes back with its next version. */
  put(wish: PutSecret): Promise<ChangeSecretReply> {
    return untilWritten<ChangeSecretReply>(`the secret ${wish.name}`, async () => {
      const current = await this.secrets.find(wish);
      const isThere = current?.sealed !== undefined;
      if (!isThere && (await this.secrets.count(wish.project)) >= mostSecrets)
        return { result: 'too-many', most: mostSecrets };
      const key = await this.ring.current(wish.project);
      const place = { ...placeOf(wish), version: (current?.version ?? 0) + 1 };
      const sealed = sealSecret(key.bytes, place, wish.value);
      const next = { ...place, author: wish.actor, at: isoTime(this.clock.now()), key: key.n, sealed };
      if (!(await this.secrets.put(current, next))) return undefined;
      return { result: isThere ? 'updated' : 'created', secret: secretView(next) };
    });
  }

  remove(wish: RemoveSecret): Promise<ChangeSecretReply> {
    return untilWritten<ChangeSecretReply>(`the secret ${wish.name}`, async () => {
      const current = await this.secrets.find(wish);
      if (current?.sealed === undefined) return { result: 'missing' };
      const { sealed: _, ...rest } = current;
      const next: StoredSecret = { ...rest, author: wish.actor, at: isoTime(this.clock.now()) };
      if (!(await this.secrets.put(current, next))) return undefined;
      return { result: 'deleted', secret: secretView(next) };
    });
  }

  async list({ project, after, limit }: ListSecrets): Promise<ListSecretsReply> {
    const found = await this.secrets.list(project, { limit: limit + 1, ...(after === undefined ? {} : { after }) });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { secrets: page.map(secretView), ...(found.length > limit && last ? { next: orderOf(last) } : {}) };
  }
}

const placeOf = ({ project, name, pipelineId, environmentName }: SecretPlace): SecretPlace => ({
  project,
  name,
  ...(pipelineId === undefined ? {} : { pipelineId }),
  ...(environmentName === undefined ? {} : { environmentName }),
});
