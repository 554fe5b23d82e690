import type {
  ChangeSecretReply,
  ListSecrets,
  ListSecretsReply,
  ProjectId,
  PutSecret,
  RemoveSecret,
  RotateMasterKeyReply,
  RotateSecretsReply,
} from '@switchyard/contracts';

/** The pipeline service, as it keeps secrets. Values go in and never come out. */
export abstract class SecretService {
  abstract put(message: Omit<PutSecret, 'v'>): Promise<ChangeSecretReply>;
  abstract remove(message: Omit<RemoveSecret, 'v'>): Promise<ChangeSecretReply>;
  abstract list(query: Omit<ListSecrets, 'v'>): Promise<ListSecretsReply>;
  /** Some of the secrets of a project; asked again until none is left. */
  abstract rotate(project: ProjectId): Promise<RotateSecretsReply>;
  abstract rotateMaster(): Promise<RotateMasterKeyReply>;
}
