import { YardError } from './yard-error.js';

export interface YardClientOptions {
  /** Of the platform, such as `http://127.0.0.1:8080`. */
  url: string;
  /** Absent in a browser, whose cookies prove who asks: `fetch` is then a `sessionFetch`. */
  token?: string;
  /** Who acts, as others are shown it. */
  actor?: string;
  /** For tests and proxies. */
  fetch?: typeof fetch;
}

/** The platform takes names of this length. */
const longestActor = 200;

/** Requests to one platform. Every method throws {@link YardError}. */
export class Requests {
  readonly url: string;
  private readonly headers: Record<string, string>;
  private readonly fetch: typeof fetch;

  constructor(options: YardClientOptions) {
    const { url, token, actor } = options;
    this.url = url.replace(/\/+$/, '');
    const name = actor === undefined ? '' : headerOf(actor);
    this.headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(name === '' ? {} : { 'yard-actor': name }),
    };
    this.fetch = options.fetch ?? globalThis.fetch;
  }

  async json<Answer>(path: string, init?: RequestInit): Promise<Answer> {
    const response = await this.send(path, patient(init));
    const text = await this.textOf(response);
    const answer = parsed<Answer>(text);
    if (answer !== undefined) return answer;
    throw YardError.of(this.url, response.status, text);
  }

  /** @throws YardError unless it is a success. */
  async send(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.ask(path, init);
    if (response.ok) return response;
    throw YardError.of(this.url, response.status, await response.text().catch(() => ''));
  }

  /** A stream of server-sent events. */
  stream(path: string, signal: AbortSignal): Promise<Response> {
    return this.send(path, { headers: { accept: 'text/event-stream' }, signal });
  }

  ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string> | undefined), ...this.headers };
    return this.fetch(`${this.url}${path}`, { ...init, headers }).catch((cause: unknown) => {
      throw YardError.unreachable(this.url, cause);
    });
  }

  textOf(response: Response): Promise<string> {
    return response.text().catch((cause: unknown) => {
      throw YardError.unreachable(this.url, cause);
    });
  }
}

/** A header carries bytes: a name of any script goes as its UTF-8, on one line. */
const headerOf = (name: string): string => {
  const line = [...name.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').trim()].slice(0, longestActor).join('');
  return String.fromCharCode(...new TextEncoder().encode(line));
};

/** For answers that are short: who has not sent one by then will not. */
export const patient = (init: RequestInit = {}): RequestInit => ({ ...init, signal: AbortSignal.timeout(30_000) });

export const parsed = <Answer>(text: string): Answer | undefined => {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
};

/** @param key the same key with the same body is one request only, however often it is sent. */
export const post = (body: object, key?: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
  body: JSON.stringify(body),
});

export const queryOf = (values: Record<string, string | number | undefined>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
};
