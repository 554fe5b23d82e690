import type { Bus } from '@switchyard/bus';
import { rpc, type SealSecrets, type SealSecretsReply } from '@switchyard/contracts';
import { SecretKeeper } from '../app/ports.js';

export class NatsSecrets extends SecretKeeper {
  constructor(private readonly bus: Bus) {
    super();
  }

  seal(request: Omit<SealSecrets, 'v'>): Promise<SealSecretsReply> {
    return this.bus.call(rpc.secret.seal, { v: 1, ...request });
  }
}
