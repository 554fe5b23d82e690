import type {
  AgentView,
  ApplyPipelineAnswer,
  AttemptId,
  CancelAnswer,
  ExecutionId,
  ExecutionStatus,
  ExecutionView,
  HealthAnswer,
  ListExecutionsReply,
  ListPipelinesReply,
  PipelineId,
  PipelineView,
  StreamFrame,
  TriggerAnswer,
  TriggerBody,
  YardEvent,
} from '@switchyard/contracts';
import { follow, type FollowOptions } from './follow.js';
import { YardError } from './yard-error.js';

export interface YardClientOptions {
  /** Of the platform, such as `http://127.0.0.1:8080`. */
  url: string;
  token: string;
  /** For tests and proxies. */
  fetch?: typeof fetch;
}

export interface ListExecutionsOptions {
  limit?: number;
  before?: ExecutionId;
  status?: ExecutionStatus;
  pipeline?: PipelineId;
  project?: string;
}

/** The HTTP API of a platform. Every method throws {@link YardError}. */
export class YardClient {
  readonly url: string;
  private readonly token: string;
  private readonly fetch: typeof fetch;

  constructor(options: YardClientOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.token = options.token;
    this.fetch = options.fetch ?? globalThis.fetch;
  }

  /** Also of a platform that says it is not well. */
  async health(): Promise<HealthAnswer> {
    const response = await this.ask('/api/healthchecker', patient());
    const text = response.ok || response.status === 503 ? await this.textOf(response) : '';
    const answer = parsed<Partial<HealthAnswer>>(text);
    if (answer?.checks) return answer as HealthAnswer;
    throw YardError.of(this.url, response.status, text || (await this.textOf(response)));
  }

  async agents(): Promise<AgentView[]> {
    return (await this.json<{ agents: AgentView[] }>('/api/agents')).agents;
  }

  /** Creates the pipeline the file names, or gives it a new version when the text differs. */
  applyPipeline(yaml: string, project?: string): Promise<ApplyPipelineAnswer> {
    return this.json('/api/ci/pipelines', post({ yaml, ...(project === undefined ? {} : { project }) }));
  }

  pipelines(after?: string): Promise<ListPipelinesReply> {
    return this.json(`/api/ci/pipelines${queryOf({ after })}`);
  }

  pipeline(id: PipelineId): Promise<PipelineView> {
    return this.json(`/api/ci/pipelines/${encodeURIComponent(id)}`);
  }

  /** @param key the same key with the same body starts one execution only, however often it is sent. */
  trigger(id: PipelineId, body: TriggerBody, key?: string): Promise<TriggerAnswer> {
    const init = post(body);
    const headers = { ...init.headers, ...(key === undefined ? {} : { 'idempotency-key': key }) };
    return this.json(`/api/ci/pipelines/${encodeURIComponent(id)}/trigger`, { ...init, headers });
  }

  executions(options: ListExecutionsOptions = {}): Promise<ListExecutionsReply> {
    return this.json(`/api/ci/executions${queryOf({ ...options })}`);
  }

  execution(id: ExecutionId): Promise<ExecutionView> {
    return this.json(`/api/ci/executions/${encodeURIComponent(id)}`);
  }

  async events(id: ExecutionId, after = 0): Promise<YardEvent[]> {
    const path = `/api/ci/executions/${encodeURIComponent(id)}/events${queryOf({ after })}`;
    return (await this.json<{ events: YardEvent[] }>(path)).events;
  }

  cancel(id: ExecutionId, reason?: string): Promise<CancelAnswer> {
    const body = reason === undefined ? {} : { reason };
    return this.json(`/api/ci/executions/${encodeURIComponent(id)}/cancel`, post(body));
  }

  /** Output as it was written, from byte `offset` on; of all attempts unless one is named. */
  async log(id: ExecutionId, attempt?: AttemptId, offset = 0): Promise<ReadableStream<Uint8Array>> {
    const path = `/api/ci/executions/${encodeURIComponent(id)}/logs${queryOf({ attempt, offset })}`;
    const { body } = await this.send(path);
    return body ?? new ReadableStream({ start: controller => controller.close() });
  }

  /**
   * The execution as it happens, to its end: nothing doubled, nothing left out, whatever happens to the connection.
   * Ends early only when the signal aborts.
   */
  follow(id: ExecutionId, options: FollowOptions = {}): AsyncGenerator<StreamFrame> {
    const open = (query: string, signal: AbortSignal) =>
      this.send(`/api/ci/executions/${encodeURIComponent(id)}/stream?${query}`, {
        headers: { accept: 'text/event-stream' },
        signal,
      });
    return follow(open, options);
  }

  private async json<Answer>(path: string, init?: RequestInit): Promise<Answer> {
    const response = await this.send(path, patient(init));
    const text = await this.textOf(response);
    const answer = parsed<Answer>(text);
    if (answer !== undefined) return answer;
    throw YardError.of(this.url, response.status, text);
  }

  /** @throws YardError unless it is a success. */
  private async send(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.ask(path, init);
    if (response.ok) return response;
    throw YardError.of(this.url, response.status, await response.text().catch(() => ''));
  }

  private ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${this.token}` };
    return this.fetch(`${this.url}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw YardError.unreachable(this.url, cause);
    });
  }

  private textOf(response: Response): Promise<string> {
    return response.text().catch((cause: unknown) => {
      throw YardError.unreachable(this.url, cause);
    });
  }
}

/** For answers that are short: who has not sent one by then will not. */
const patient = (init: RequestInit = {}): RequestInit => ({ ...init, signal: AbortSignal.timeout(30_000) });

const parsed = <Answer>(text: string): Answer | undefined => {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
};

const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const queryOf = (values: Record<string, string | number | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
};
