import type {
  ListSecretsReply,
  PipelineId,
  RotateMasterKeyReply,
  RotateSecretsReply,
  SecretView,
} from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

/** Whose secret it is; neither: the project's. */
export interface SecretScope {
  pipeline?: PipelineId;
  environment?: string;
}

/** Secrets of the projects of one platform. Every method throws {@link YardError}. */
export class SecretRequests {
  constructor(private readonly requests: Requests) {}

  put(project: string, name: string, value: string, scope: SecretScope = {}): Promise<SecretView> {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'PUT', headers, body: JSON.stringify({ value }) };
    return this.requests.json(`${pathOf(project, `/${encodeURIComponent(name)}`)}${queryOf({ ...scope })}`, init);
  }

  remove(project: string, name: string, scope: SecretScope = {}): Promise<SecretView> {
    const path = `${pathOf(project, `/${encodeURIComponent(name)}`)}${queryOf({ ...scope })}`;
    return this.requests.json(path, { method: 'DELETE' });
  }

  list(project: string, page: { after?: string; limit?: number } = {}): Promise<ListSecretsReply> {
    return this.requests.json(`${pathOf(project)}${queryOf({ ...page })}`);
  }

  /** Some of the secrets of a project; asked again until none is left. */
  rotate(project: string): Promise<RotateSecretsReply> {
    return this.requests.json(pathOf(project, '/rotation'), { method: 'POST' });
  }

  rotateMaster(): Promise<RotateMasterKeyReply> {
    return this.requests.json('/api/master-key/rotation', { method: 'POST' });
  }
}

const pathOf = (project: string, rest = '') => `/api/projects/${encodeURIComponent(project)}/secrets${rest}`;
