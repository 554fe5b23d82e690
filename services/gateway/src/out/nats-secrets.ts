import type { Bus } from '@switchyard/bus';
import {
  type ChangeSecretReply,
  type ListSecrets,
  type ListSecretsReply,
  type ProjectId,
  type PutSecret,
  type RemoveSecret,
  type RotateMasterKeyReply,
  type RotateSecretsReply,
  rpc,
} from '@switchyard/contracts';
import { SecretService } from '../app/ports.js';
import { patience } from './patience.js';

/** A rotation seals some hundred secrets before it answers. */
const longPatience = { ...patience, timeoutMs: 30_000 };

export class NatsSecrets extends SecretService {
  constructor(private readonly bus: Bus) {
    super();
  }

  put(message: Omit<PutSecret, 'v'>): Promise<ChangeSecretReply> {
    return this.bus.call(rpc.secret.put, { v: 1, ...message }, patience);
  }

  remove(message: Omit<RemoveSecret, 'v'>): Promise<ChangeSecretReply> {
    return this.bus.call(rpc.secret.remove, { v: 1, ...message }, patience);
  }

  list(query: Omit<ListSecrets, 'v'>): Promise<ListSecretsReply> {
    return this.bus.call(rpc.secret.list, { v: 1, ...query }, patience);
  }

  rotate(project: ProjectId): Promise<RotateSecretsReply> {
    return this.bus.call(rpc.secret.rotate, { v: 1, project }, longPatience);
  }

  rotateMaster(): Promise<RotateMasterKeyReply> {
    return this.bus.call(rpc.secret.rotateMaster, { v: 1 }, longPatience);
  }
}
