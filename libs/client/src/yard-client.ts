import type {
  AgentView,
  ApplyPipelineAnswer,
  AttemptId,
  CancelAnswer,
  DetectReply,
  ExecutionId,
  ExecutionView,
  Explanation,
  HealthAnswer,
  ListExecutionsReply,
  ListPipelinesReply,
  PipelineId,
  PipelineView,
  ReadFeedReply,
  ReviewAnswer,
  ReviewBody,
  SearchLogAnswer,
  StepId,
  StreamFrame,
  TriggerAnswer,
  TriggerBody,
  ValidatePipelineAnswer,
  WhyAnswer,
  YardEvent,
} from '@switchyard/contracts';
import { ArtifactRequests } from './artifacts.js';
import { AuditRequests } from './audit.js';
import { CacheRequests } from './caches.js';
import { ConnectorRequests } from './connectors.js';
import { DeploymentRequests } from './deployments.js';
import { DeviceRequests } from './devices.js';
import { follow, type FollowOptions } from './follow.js';
import { type FeedFilter, followFeed, type FollowFeedOptions } from './follow-feed.js';
import { IdentityRequests } from './identity.js';
import type { FileBeside, ListExecutionsOptions, LogOptions } from './options.js';
import { PeopleRequests } from './people.js';
import { PipelineRequests } from './pipelines.js';
import { ProjectRequests } from './projects.js';
import { parsed, patient, post, queryOf, Requests, type YardClientOptions } from './requests.js';
import { HookRequests } from './hooks.js';
import { NotificationRequests } from './notifications.js';
import { SecretRequests } from './secrets.js';
import { YardError } from './yard-error.js';

const withFile = (yaml: string, { project, files = {} }: FileBeside) => ({
  yaml,
  ...(project === undefined ? {} : { project }),
  ...(Object.keys(files).length > 0 ? { files } : {}),
});

/** The HTTP API of a platform. Every method throws {@link YardError}. */
export class YardClient {
  private readonly requests: Requests;
  /** Everything about pipelines, and the template library. */
  readonly catalogue: PipelineRequests;
  readonly identity: IdentityRequests;
  readonly devices: DeviceRequests;
  readonly people: PeopleRequests;
  readonly projects: ProjectRequests;
  readonly audit: AuditRequests;
  readonly secrets: SecretRequests;
  readonly hooks: HookRequests;
  readonly notifications: NotificationRequests;
  readonly caches: CacheRequests;
  readonly connectors: ConnectorRequests;
  readonly deployments: DeploymentRequests;
  /** Files that steps left, and what their reports say. */
  readonly artifacts: ArtifactRequests;

  constructor(options: YardClientOptions) {
    this.requests = new Requests(options);
    this.catalogue = new PipelineRequests(this.requests);
    this.identity = new IdentityRequests(this.requests);
    this.devices = new DeviceRequests(this.requests);
    this.people = new PeopleRequests(this.requests);
    this.projects = new ProjectRequests(this.requests);
    this.audit = new AuditRequests(this.requests);
    this.secrets = new SecretRequests(this.requests);
    this.hooks = new HookRequests(this.requests);
    this.artifacts = new ArtifactRequests(this.requests);
    this.notifications = new NotificationRequests(this.requests);
    this.caches = new CacheRequests(this.requests);
    this.deployments = new DeploymentRequests(this.requests);
    this.connectors = new ConnectorRequests(this.requests);
  }

  get url(): string {
    return this.requests.url;
  }

  /** Also of a platform that says it is not well. */
  async health(): Promise<HealthAnswer> {
    const response = await this.requests.ask('/api/healthchecker', patient());
    const text = response.ok || response.status === 503 ? await this.requests.textOf(response) : '';
    const answer = parsed<Partial<HealthAnswer>>(text);
    if (answer?.checks) return answer as HealthAnswer;
    throw YardError.of(this.url, response.status, text || (await this.requests.textOf(response)));
  }

  async agents(): Promise<AgentView[]> {
    return (await this.requests.json<{ agents: AgentView[] }>('/api/agents')).agents;
  }

  /** Creates the pipeline the file names, or gives it a new version when the text differs. */
  applyPipeline(yaml: string, beside: FileBeside = {}): Promise<ApplyPipelineAnswer> {
    return this.requests.json('/api/ci/pipelines', post(withFile(yaml, beside)));
  }

  /** What is wrong with a file, which is not kept. */
  validatePipeline(yaml: string, beside: FileBeside = {}): Promise<ValidatePipelineAnswer> {
    return this.requests.json('/api/ci/pipelines/validate', post(withFile(yaml, beside)));
  }

  pipelines(after?: string): Promise<ListPipelinesReply> {
    return this.requests.json(`/api/ci/pipelines${queryOf({ after })}`);
  }

  pipeline(id: PipelineId): Promise<PipelineView> {
    return this.requests.json(`/api/ci/pipelines/${encodeURIComponent(id)}`);
  }

  /** @param key the same key with the same body starts one execution only, however often it is sent. */
  trigger(id: PipelineId, body: TriggerBody, key?: string): Promise<TriggerAnswer> {
    return this.requests.json(`/api/ci/pipelines/${encodeURIComponent(id)}/trigger`, post(body, key));
  }

  executions(options: ListExecutionsOptions = {}): Promise<ListExecutionsReply> {
    return this.requests.json(`/api/ci/executions${queryOf({ ...options })}`);
  }

  execution(id: ExecutionId): Promise<ExecutionView> {
    return this.requests.json(pathOf(id));
  }

  /** As it was after event number `rev`. */
  executionAt(id: ExecutionId, rev: number): Promise<ExecutionView> {
    return this.requests.json(`${pathOf(id)}${queryOf({ at: rev })}`);
  }

  /** Why a step, or everything that waits or did not end well, is as it is. */
  async why(id: ExecutionId, step?: StepId): Promise<Explanation[]> {
    return (await this.requests.json<WhyAnswer>(`${pathOf(id, 'why')}${queryOf({ step })}`)).explanations;
  }

  async events(id: ExecutionId, after = 0): Promise<YardEvent[]> {
    const path = `${pathOf(id, 'events')}${queryOf({ after })}`;
    return (await this.requests.json<{ events: YardEvent[] }>(path)).events;
  }

  /** @param force clean-up steps too. */
  cancel(id: ExecutionId, reason?: string, force = false): Promise<CancelAnswer> {
    const body = { ...(reason === undefined ? {} : { reason }), ...(force ? { force } : {}) };
    return this.requests.json(pathOf(id, 'cancel'), post(body));
  }

  /**
   * Repeats an ended execution under a new id: from a step, or what did not end well.
   * @param key as of a trigger.
   */
  rerun(id: ExecutionId, fromStep?: StepId, key?: string): Promise<TriggerAnswer> {
    const body = fromStep === undefined ? {} : { from_step: fromStep };
    return this.requests.json(pathOf(id, 'rerun'), post(body, key));
  }

  approve(id: ExecutionId, step: StepId, comment?: string): Promise<ReviewAnswer> {
    return this.review(id, 'approve', { step, ...(comment === undefined ? {} : { comment }) });
  }

  reject(id: ExecutionId, step: StepId, comment?: string): Promise<ReviewAnswer> {
    return this.review(id, 'reject', { step, ...(comment === undefined ? {} : { comment }) });
  }

  /** Starts nothing more of it until it is resumed; what runs goes on. */
  pause(id: ExecutionId, reason?: string): Promise<CancelAnswer> {
    return this.requests.json(pathOf(id, 'pause'), post(reason === undefined ? {} : { reason }));
  }

  resume(id: ExecutionId): Promise<CancelAnswer> {
    return this.requests.json(pathOf(id, 'resume'), post({}));
  }

  /** A page of the events of all executions, oldest first; `next` of it is where the one after begins. */
  feed(filter: FeedFilter & { limit?: number } = {}): Promise<ReadFeedReply> {
    return this.requests.json(`/api/ci/events${queryOf({ ...filter })}`);
  }

  /**
   * Events of all executions as they happen, from `since` or `after`, else from now on: each once, whatever happens to
   * the connection. Ends only when the signal aborts.
   */
  followFeed(options: FollowFeedOptions = {}): AsyncGenerator<YardEvent> {
    const open = (query: FeedFilter, signal: AbortSignal) =>
      this.requests.stream(`/api/ci/events/stream${queryOf({ ...query })}`, signal);
    return followFeed(open, options);
  }

  /** Output as it was written, from byte `offset` on; of all attempts unless one is named. */
  async log(id: ExecutionId, attempt?: AttemptId, offset = 0): Promise<ReadableStream<Uint8Array>> {
    const path = `${pathOf(id, 'logs')}${queryOf({ attempt, offset })}`;
    const { body } = await this.requests.send(path);
    return body ?? new ReadableStream({ start: controller => controller.close() });
  }

  /** The same in parts. */
  async logPart(id: ExecutionId, options: LogOptions): Promise<string> {
    return this.requests.textOf(await this.requests.send(`${pathOf(id, 'logs')}${queryOf({ ...options })}`));
  }

  /** Lines with a text, in any case, with their numbers. */
  searchLog(
    id: ExecutionId,
    text: string,
    options: { attempt?: AttemptId; limit?: number } = {},
  ): Promise<SearchLogAnswer> {
    return this.requests.json(`${pathOf(id, 'logs/search')}${queryOf({ q: text, ...options })}`);
  }

  /** What a checkout is, and a first pipeline for it: of paths with their texts, or null where only the path is known. */
  detect(files: Record<string, string | null>, name?: string): Promise<DetectReply> {
    return this.requests.json('/api/ci/detect', post({ files, ...(name === undefined ? {} : { name }) }));
  }

  /** Pipeline files as JSON Schema. */
  pipelineSchema(): Promise<object> {
    return this.requests.json('/api/schema/pipeline.json');
  }

  /** The API as an OpenAPI 3.1 document. */
  openapi(): Promise<object> {
    return this.requests.json('/api/openapi.json');
  }

  /**
   * The execution as it happens, to its end: nothing doubled, nothing left out, whatever happens to the connection.
   * Ends early only when the signal aborts.
   */
  follow(id: ExecutionId, options: FollowOptions = {}): AsyncGenerator<StreamFrame> {
    const open = (query: string, signal: AbortSignal) =>
      this.requests.stream(`${pathOf(id, 'stream')}?${query}`, signal);
    return follow(open, options);
  }

  private review(id: ExecutionId, verdict: 'approve' | 'reject', body: ReviewBody): Promise<ReviewAnswer> {
    return this.requests.json(pathOf(id, verdict), post(body));
  }
}

const pathOf = (id: ExecutionId, what?: string): string =>
  `/api/ci/executions/${encodeURIComponent(id)}${what === undefined ? '' : `/${what}`}`;
