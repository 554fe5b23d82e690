import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ChangeSecretReply,
  ListSecrets,
  type ListSecretsReply,
  PutSecret,
  RemoveSecret,
  RotateMasterKey,
  type RotateMasterKeyReply,
  RotateSecrets,
  type RotateSecretsReply,
  rpc,
  SealSecrets as SealMessage,
  type SealSecretsReply,
} from '@switchyard/contracts';
import { KeepSecrets } from '../app/secrets/keep-secrets.js';
import { RotateKeys } from '../app/secrets/rotate-keys.js';
import { SealSecrets } from '../app/secrets/seal-secrets.js';

/** Secrets of projects: written by anybody who may, read by nobody but the session that runs a step. */
@Controller()
export class SecretResponder {
  constructor(
    private readonly keeping: KeepSecrets,
    private readonly sealing: SealSecrets,
    private readonly rotating: RotateKeys,
  ) {}

  @MessagePattern(rpc.secret.put)
  put(@Payload() message: PutSecret): Promise<ChangeSecretReply> {
    return this.keeping.put(message);
  }

  @MessagePattern(rpc.secret.remove)
  remove(@Payload() message: RemoveSecret): Promise<ChangeSecretReply> {
    return this.keeping.remove(message);
  }

  @MessagePattern(rpc.secret.list)
  list(@Payload() query: ListSecrets): Promise<ListSecretsReply> {
    return this.keeping.list(query);
  }

  @MessagePattern(rpc.secret.rotate)
  rotate(@Payload() message: RotateSecrets): Promise<RotateSecretsReply> {
    return this.rotating.project(message);
  }

  @MessagePattern(rpc.secret.rotateMaster)
  rotateMaster(@Payload() _message: RotateMasterKey): Promise<RotateMasterKeyReply> {
    return this.rotating.master();
  }

  @MessagePattern(rpc.secret.seal)
  seal(@Payload() message: SealMessage): Promise<SealSecretsReply> {
    return this.sealing.run(message);
  }
}
