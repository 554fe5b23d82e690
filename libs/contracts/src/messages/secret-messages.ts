import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { type AttemptId, IsAttemptId, IsSlug, IsSortableId, type PipelineId, type ProjectId } from '../ids.js';
import { IsSealingKey, IsSecretName, IsSecretValue } from '../secrets.js';
import { Message } from './message.js';
import { IsMap } from '../is-map.js';

/** Which secret: of one pipeline, of one environment, or, when neither is named, of the whole project. */
class SecretMessage extends Message {
  @IsSlug() project!: ProjectId;
  @IsSecretName() name!: string;
  @IsOptional() @IsSortableId() pipelineId?: PipelineId;
  @IsOptional() @Length(1, 200) environmentName?: string;
  @Length(1, 200) actor!: string;
}

/** Gives a secret a value, and its next version. */
export class PutSecret extends SecretMessage {
  @IsSecretValue() value!: string;
}
export class RemoveSecret extends SecretMessage {}

/** All that is ever told of a secret. */
export interface SecretView {
  project: ProjectId;
  name: string;
  pipelineId?: PipelineId;
  environmentName?: string;
  version: number;
  /** Of this version. */
  author: string;
  at: string;
}
export type ChangeSecretReply =
  | { result: 'created' | 'updated' | 'deleted'; secret: SecretView }
  | { result: 'missing' }
  | { result: 'too-many'; most: number };

/** By name, those behind `after`, which is `next` of the page before. */
export class ListSecrets extends Message {
  @IsSlug() project!: ProjectId;
  @IsOptional() @IsString() @MaxLength(400) after?: string;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListSecretsReply {
  secrets: SecretView[];
  next?: string;
}

/** Gives a project a new data key and seals some of its secrets anew; asked again until none is left. */
export class RotateSecrets extends Message {
  @IsSlug() project!: ProjectId;
}
export interface RotateSecretsReply {
  /** Sealed anew by this call. */
  sealed: number;
  /** Still under an earlier key. */
  left: number;
}

/** Makes a new master key and wraps the data keys of all projects with it. */
export class RotateMasterKey extends Message {}
export interface RotateMasterKeyReply {
  /** Data keys that were wrapped anew. */
  wrapped: number;
}

/** Asks for what one attempt may read, sealed for the session that runs it. */
export class SealSecrets extends Message {
  @IsSlug() project!: ProjectId;
  @IsSortableId() pipelineId!: PipelineId;
  @IsOptional() @Length(1, 200) environmentName?: string;
  @IsAttemptId() attemptId!: AttemptId;
  /** Variables and the secrets they are filled from. */
  @IsMap() secrets!: Record<string, string>;
  @IsSealingKey() sealingKey!: string;
}
export type SealSecretsReply =
  | { result: 'sealed'; sealed: string }
  /** Names of secrets that are not there. */
  | { result: 'missing'; names: string[] }
  | { result: 'too-large'; bytes: number; most: number }
  | { result: 'unreadable'; names: string[] };
