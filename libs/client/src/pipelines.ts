import type {
  ApplyPipelineAnswer,
  ApplyPipelineBody,
  ConnectorType,
  ListDeliveriesReply,
  ListPipelinesReply,
  ListTemplatesReply,
  ListTemplateVersionsReply,
  ListVersionsAnswer,
  PipelineId,
  PipelineOrder,
  PipelineView,
  PutTemplateAnswer,
  ReplacePipelineBody,
  TemplateAnswer,
  TemplateView,
  VersionAnswer,
  WebhookTokenAnswer,
} from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

export interface ListPipelinesOptions {
  project?: string;
  /** Part of the name, in any case. */
  name?: string;
  enabled?: boolean;
  connector?: ConnectorType;
  /** Deleted ones too. */
  deleted?: boolean;
  sort?: PipelineOrder;
  after?: string;
  limit?: number;
}

/** Makes a change fail with 412 unless this is the current version. */
export interface Bound {
  ifVersion?: number;
}

/** Pipelines, their versions and the template library of one platform. Every method throws {@link YardError}. */
export class PipelineRequests {
  constructor(private readonly requests: Requests) {}

  /** Creates the pipeline the file names, or gives it a new version when it says something else. */
  apply(body: Omit<ApplyPipelineBody, 'project'> & { project?: string }): Promise<ApplyPipelineAnswer> {
    return this.requests.json('/api/ci/pipelines', post(body));
  }

  list({ enabled, deleted, ...options }: ListPipelinesOptions = {}): Promise<ListPipelinesReply> {
    const words = { enabled: wordOf(enabled), deleted: wordOf(deleted) };
    return this.requests.json(`/api/ci/pipelines${queryOf({ ...options, ...words })}`);
  }

  get(id: PipelineId): Promise<PipelineView> {
    return this.requests.json(pathOf(id));
  }

  /** Of the current version, or of another. */
  yaml(id: PipelineId, version?: number): Promise<string> {
    return this.text(`${pathOf(id, '/yaml')}${queryOf({ version })}`);
  }

  /** Also under another name, when its file has one. */
  replace(id: PipelineId, body: ReplacePipelineBody, bound: Bound = {}): Promise<ApplyPipelineAnswer> {
    return this.requests.json(pathOf(id), bind('PUT', body, bound));
  }

  enable(id: PipelineId, bound: Bound = {}): Promise<PipelineView> {
    return this.requests.json(pathOf(id), bind('PATCH', { enabled: true }, bound));
  }

  disable(id: PipelineId, reason?: string, bound: Bound = {}): Promise<PipelineView> {
    const body = { enabled: false, ...(reason === undefined ? {} : { reason }) };
    return this.requests.json(pathOf(id), bind('PATCH', body, bound));
  }

  /** Its name becomes free; its versions and executions can still be read. */
  remove(id: PipelineId, bound: Bound = {}): Promise<PipelineView> {
    return this.requests.json(pathOf(id), bind('DELETE', undefined, bound));
  }

  /** A new version with what an earlier one had. */
  rollBack(id: PipelineId, version: number, message?: string, bound: Bound = {}): Promise<ApplyPipelineAnswer> {
    const body = { version, ...(message === undefined ? {} : { message }) };
    return this.requests.json(pathOf(id, '/rollback'), bind('POST', body, bound));
  }

  /** Newest first; `next` of a page is the `before` of the one after. */
  versions(id: PipelineId, page: { before?: number; limit?: number } = {}): Promise<ListVersionsAnswer> {
    return this.requests.json(`${pathOf(id, '/versions')}${queryOf({ ...page })}`);
  }

  version(id: PipelineId, version: number): Promise<VersionAnswer> {
    return this.requests.json(pathOf(id, `/versions/${version}`));
  }

  /** Unified; to the current version, from the one before it, unless told otherwise. Empty: both are the same. */
  diff(id: PipelineId, range: { from?: number; to?: number } = {}): Promise<string> {
    return this.text(`${pathOf(id, '/diff')}${queryOf({ ...range })}`);
  }

  /** The file of one version. */
  versionYaml(id: PipelineId, version: number): Promise<string> {
    return this.text(pathOf(id, `/versions/${version}/yaml`));
  }

  /** What came to it by itself, newest first; `next` of a page is the `before` of the one after. */
  deliveries(id: PipelineId, page: { before?: string; limit?: number } = {}): Promise<ListDeliveriesReply> {
    return this.requests.json(`${pathOf(id, '/deliveries')}${queryOf({ ...page })}`);
  }

  /** Makes a new token for its webhook, which is shown this once. */
  makeWebhookToken(id: PipelineId): Promise<WebhookTokenAnswer> {
    return this.requests.json(pathOf(id, '/webhook-token'), post({}));
  }

  /** Lets nobody in any more. */
  async removeWebhookToken(id: PipelineId): Promise<void> {
    await this.requests.send(pathOf(id, '/webhook-token'), { method: 'DELETE' });
  }

  putTemplate(
    name: string,
    text: string,
    { project, message, ...bound }: Bound & { project?: string; message?: string } = {},
  ): Promise<PutTemplateAnswer> {
    const body = { text, ...(message === undefined ? {} : { message }) };
    return this.requests.json(`${templatePath(name)}${queryOf({ project })}`, bind('PUT', body, bound));
  }

  template(name: string, query: { project?: string; version?: number } = {}): Promise<TemplateAnswer> {
    return this.requests.json(`${templatePath(name)}${queryOf({ ...query })}`);
  }

  templates(query: { project?: string; after?: string; limit?: number } = {}): Promise<ListTemplatesReply> {
    return this.requests.json(`/api/ci/templates${queryOf({ ...query })}`);
  }

  templateVersions(
    name: string,
    query: { project?: string; before?: number; limit?: number } = {},
  ): Promise<ListTemplateVersionsReply> {
    return this.requests.json(`${templatePath(name)}/versions${queryOf({ ...query })}`);
  }

  /** Pipelines that have it keep it. */
  removeTemplate(name: string, { project, ...bound }: Bound & { project?: string } = {}): Promise<TemplateView> {
    return this.requests.json(`${templatePath(name)}${queryOf({ project })}`, bind('DELETE', undefined, bound));
  }

  private async text(path: string): Promise<string> {
    return this.requests.textOf(await this.requests.send(path));
  }
}

const pathOf = (id: PipelineId, rest = '') => `/api/ci/pipelines/${encodeURIComponent(id)}${rest}`;
const templatePath = (name: string) => `/api/ci/templates/${encodeURIComponent(name)}`;
const wordOf = (is: boolean | undefined) => (is === undefined ? undefined : String(is));

const bind = (method: string, body: object | undefined, { ifVersion }: Bound): RequestInit => ({
  method,
  headers: {
    ...(body ? { 'content-type': 'application/json' } : {}),
    ...(ifVersion === undefined ? {} : { 'if-match': `"${ifVersion}"` }),
  },
  ...(body ? { body: JSON.stringify(body) } : {}),
});
