import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type {
  AgentView,
  ApplyPipelineAnswer,
  ExecutionId,
  ExecutionView,
  StreamFrame,
  TriggerAnswer,
} from '@switchyard/contracts';
import { createParser } from 'eventsource-parser';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));
const main = join(root, 'services/single-node/dist/main.js');

export interface HouseOptions {
  /** One that outlives this house; a fresh one, removed with it, unless given. */
  data?: string;
  processes?: boolean;
  port?: number;
  environment?: Record<string, string>;
}

export interface Said {
  event: 'progress' | 'ready' | 'failed';
  url?: string;
  token?: string;
  code?: string;
  message?: string;
}

/** A platform as its users start it. */
export class House {
  private constructor(
    readonly data: string,
    private readonly child: ChildProcess,
    private readonly ready: { url: string; token: string },
    private readonly own: boolean,
  ) {}

  static async start({ data, processes = false, port = 0, environment = {} }: HouseOptions = {}): Promise<House> {
    const directory = data ?? (await mkdtemp(join(tmpdir(), 'yard-house-')));
    const { child, words } = launch(directory, { processes, port, environment });
    for await (const word of words) {
      if (word.event === 'ready' && word.url && word.token)
        return new House(directory, child, { url: word.url, token: word.token }, data === undefined);
      if (word.event === 'failed') throw new Error(`${word.code}: ${word.message}`);
    }
    throw new Error(`the platform ended before it was ready; see ${directory}/logs/platform.log`);
  }

  /** The same house, as another spec knows it. */
  static readonly of = ({ child, data, ready }: House['facts']): House => new House(data, child, ready, true);

  get facts(): { child: ChildProcess; data: string; ready: { url: string; token: string } } {
    return { child: this.child, data: this.data, ready: this.ready };
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  get url(): string {
    return this.ready.url;
  }

  get authorization(): { authorization: string } {
    return { authorization: `Bearer ${this.ready.token}` };
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<number | null> {
    const code = await this.end('SIGTERM');
    if (this.own) await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
    return code;
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.alive) {
      const gone = once(this.child, 'exit');
      this.child.kill(signal);
      await gone;
    }
    return this.child.exitCode;
  }

  log(): Promise<string> {
    return readFile(join(this.data, 'logs/platform.log'), 'utf8');
  }

  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', this.authorization.authorization);
    return fetch(`${this.url}${path}`, { ...init, headers });
  }

  /** Like {@link request}; a question that is told to come back does, as any client would. */
  private async ask(path: string, init: RequestInit = {}, isRepeatable = !init.method): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.request(path, init);
      const seconds = response.headers.get('retry-after');
      if (!isRepeatable || seconds === null || attempt === 8) return response;
      await response.body?.cancel();
      await new Promise(resolve => setTimeout(resolve, Number(seconds) * 1_000));
    }
  }

  /** @throws Error with the whole answer unless it is a success. */
  async json<Answer>(path: string, init?: RequestInit): Promise<Answer> {
    const response = await this.ask(path, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  apply(yaml: string): Promise<ApplyPipelineAnswer> {
    return this.json('/api/ci/pipelines', {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: yaml,
    });
  }

  /** Applies and triggers. */
  async begin(yaml: string, environment: Record<string, string> = {}): Promise<ExecutionId> {
    const { pipeline } = await this.apply(yaml);
    return this.trigger(pipeline.id, { environment });
  }

  async trigger(pipeline: string, body: object = {}, headers: Record<string, string> = {}): Promise<ExecutionId> {
    const answer = await this.json<TriggerAnswer>(`/api/ci/pipelines/${pipeline}/trigger`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return answer.execution_id;
  }

  get(id: ExecutionId): Promise<ExecutionView> {
    return this.json(`/api/ci/executions/${id}`);
  }

  async agents(): Promise<AgentView[]> {
    return (await this.json<{ agents: AgentView[] }>('/api/agents')).agents;
  }

  /** Waits until a step runs, also when it has begun before anybody could listen. */
  async running(id: ExecutionId): Promise<void> {
    await eventually('a running step', async () => (await this.get(id)).steps.some(step => step.status === 'running'));
  }

  /** Asks until it is taken: a platform that is busy may refuse it at first. */
  async cancel(id: ExecutionId): Promise<void> {
    const answer = await this.ask(`/api/ci/executions/${id}/cancel`, { method: 'POST' }, true);
    if (answer.status !== 202) throw new Error(`cancel of ${id}: ${answer.status} ${await answer.text()}`);
  }

  /** The output of one step's only, or last, attempt. */
  async output(execution: ExecutionView, step: string): Promise<string> {
    const attempt = execution.steps.find(one => one.name === step)?.attempts.at(-1);
    if (!attempt) throw new Error(`${step} has no attempt`);
    return (await this.ask(`/api/ci/executions/${execution.id}/logs?attempt=${attempt.id}`)).text();
  }

  /** What the stream says, from now to the end of the execution or until the signal. */
  async *follow(id: ExecutionId, query = 'logs=true', signal?: AbortSignal): AsyncGenerator<StreamFrame> {
    const init = { headers: { accept: 'text/event-stream' }, ...(signal ? { signal } : {}) };
    const response = await this.ask(`/api/ci/executions/${id}/stream?${query}`, init);
    if (!response.ok || !response.body) throw new Error(`stream: ${response.status} ${await response.text()}`);
    const arrived: StreamFrame[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => arrived.push({ event, data: JSON.parse(data) as unknown } as StreamFrame),
    });
    const decoder = new TextDecoder();
    for await (const bytes of response.body) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      yield* arrived.splice(0);
    }
  }

  /** Waits for the end. */
  async ended(id: ExecutionId): Promise<ExecutionView> {
    for await (const frame of this.follow(id, 'logs=false')) if (frame.event === 'end') return this.get(id);
    throw new Error(`the stream of ${id} ended before the execution did`);
  }

  /** Waits until a frame says what is asked for. */
  async until(id: ExecutionId, fact: (frame: StreamFrame) => boolean): Promise<StreamFrame> {
    const enough = new AbortController();
    try {
      for await (const frame of this.follow(id, 'logs=true', enough.signal)) if (fact(frame)) return frame;
    } finally {
      enough.abort();
    }
    throw new Error(`${id} ended, and it never came to what was waited for`);
  }

  async run(yaml: string, environment: Record<string, string> = {}): Promise<ExecutionView> {
    return this.ended(await this.begin(yaml, environment));
  }
}

/** What is started a hundred times need not compile its code each time. */
const compiledOnce = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };

/** Starts the platform's process and gives what it says. */
export const launch = (
  data: string,
  { processes = false, port = 0, environment = {} }: Omit<HouseOptions, 'data'> = {},
): { child: ChildProcess; words: AsyncIterable<Said> } => {
  const child = spawn(
    process.execPath,
    [main, '--data', data, '--port', String(port), '--with-parent', ...(processes ? ['--processes'] : [])],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...compiledOnce, ...environment } },
  );
  return { child, words: wordsOf(child) };
};

async function* wordsOf(child: ChildProcess): AsyncGenerator<Said> {
  if (!child.stdout) return;
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) yield JSON.parse(line) as Said;
}

/** Waits for a fact; asks again every few milliseconds. */
export const eventually = async <Fact>(
  what: string,
  ask: () => Promise<Fact | undefined | false>,
  withinMs = 30_000,
): Promise<Fact> => {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const fact = await ask();
    if (fact) return fact;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error(`waited ${withinMs} ms for ${what}`);
};
