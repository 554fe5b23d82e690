import type { PipelineId, ProjectId, SecretView } from '@switchyard/contracts';
import { decrypt, encrypt } from '@switchyard/kernel/sealed';

/** Whose secret it is: a pipeline's, an environment's, or, when neither is named, the project's. */
export interface SecretPlace {
  project: ProjectId;
  name: string;
  pipelineId?: PipelineId;
  environmentName?: string;
}

/** A secret as it is kept. One that was removed keeps its place, so that no version ever comes twice. */
export interface StoredSecret extends SecretPlace {
  version: number;
  author: string;
  at: string;
  /** Number of the project's data key that it is sealed with. */
  key: number;
  /** As base64; absent when it was removed. */
  sealed?: string;
}

/** Unique: a name has no slash, and neither has a project. */
export const idOf = (place: SecretPlace): string => `${place.project}/${orderOf(place)}`;

/** By name, and below it by scope. */
export const orderOf = ({ name, ...scope }: SecretPlace): string => `${name}/${scopeOf(scope)}`;

const scopeOf = ({ pipelineId, environmentName }: Omit<SecretPlace, 'project' | 'name'>): string => {
  if (pipelineId !== undefined) return `pipeline:${pipelineId}`;
  return environmentName === undefined ? 'project' : `environment:${environmentName}`;
};

/** What a sealed value is bound to: put into another row, or into another version of its own, it does not open. */
const bindingOf = (secret: SecretPlace & { version: number }): string =>
  JSON.stringify(['switchyard secret v1', secret.project, secret.name, scopeOf(secret), secret.version]);

/** @param key the data key, 32 bytes */
export const sealSecret = (key: Uint8Array, secret: SecretPlace & { version: number }, value: string): string =>
  encrypt(key, bindingOf(secret), Buffer.from(value)).toString('base64');

/** @throws Fault `cannot-be-opened` */
export const openSecret = (key: Uint8Array, secret: StoredSecret): string =>
  decrypt(key, bindingOf(secret), Buffer.from(secret.sealed ?? '', 'base64')).toString();

/** Of several secrets of one name, the one that says most about where it belongs: environment, pipeline, project. */
export const closest = (secrets: StoredSecret[]): StoredSecret | undefined =>
  secrets.find(one => one.environmentName !== undefined) ??
  secrets.find(one => one.pipelineId !== undefined) ??
  secrets[0];

export const secretView = ({ project, name, pipelineId, environmentName, version, author, at }: StoredSecret) =>
  ({
    project,
    name,
    ...(pipelineId === undefined ? {} : { pipelineId }),
    ...(environmentName === undefined ? {} : { environmentName }),
    version,
    author,
    at,
  }) satisfies SecretView;
