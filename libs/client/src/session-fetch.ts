import type { ErrorAnswer } from '@switchyard/contracts';

/** What a browser has that its session needs. */
export interface SessionOptions {
  fetch?: typeof fetch;
  /** The cookies that scripts may read, as `document.cookie` has them. */
  cookies(): string;
  /** Until when the access token counts, in milliseconds since 1970, for all tabs; undefined where nobody knows. */
  freshUntil?: { get(): number | undefined; set(time: number | undefined): void };
  /** Told when the session is over: only a new sign-in helps. */
  onOver?(): void;
}

const refreshPath = '/api/sessions/refresh';
/** Their answers tell how long the access token counts. */
const granting = /^\/api\/sessions\/(?:login|first|refresh)$/;
/** Refreshed this much before its end, so that no request comes too late. */
const marginMs = 15_000;
const csrfNames = ['__Host-yard_csrf', 'yard_csrf'];
const harmless = new Set(['GET', 'HEAD']);

/** The value that changes repeat in the header `yard-csrf`; undefined where nobody is signed in. */
export const csrfIn = (cookies: string): string | undefined => {
  const pairs = cookies.split(';').map(pair => pair.trim().split(/=(.*)/s));
  return csrfNames.map(name => pairs.find(([one]) => one === name)?.[1]).find(Boolean);
};

/**
 * A `fetch` for pages of the platform itself: its cookies prove who asks, a change carries the header `yard-csrf`, and an
 * access token that has ended is refreshed once for all requests that wait for it, also in other tabs.
 */
export const sessionFetch = (options: SessionOptions): typeof fetch => {
  const session = new BrowserSession(options);
  return (input, init) => session.ask(String(input instanceof Request ? input.url : input), init ?? {});
};

class BrowserSession {
  private refreshing: Promise<Response> | undefined;
  private readonly fetch: typeof fetch;

  constructor(private readonly options: SessionOptions) {
    this.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  }

  async ask(url: string, init: RequestInit): Promise<Response> {
    if (granting.test(pathOf(url))) return this.noted(await this.send(url, init));
    if (this.isStale && this.isSignedIn) await this.refresh(url);
    const answer = await this.send(url, init);
    if (!(await isSignedOut(answer))) return answer;
    const refreshed = this.isSignedIn ? await this.refresh(url) : answer;
    // 409: another tab was faster, and its cookies are this one's too.
    if (refreshed.ok || refreshed.status === 409) return this.send(url, init);
    if (refreshed.status !== 401) return refreshed.clone();
    this.options.onOver?.();
    return answer;
  }

  private get isSignedIn(): boolean {
    return csrfIn(this.options.cookies()) !== undefined;
  }

  private get isStale(): boolean {
    const until = this.options.freshUntil?.get();
    return until !== undefined && Date.now() > until - marginMs;
  }

  private send(url: string, init: RequestInit): Promise<Response> {
    const csrf = csrfIn(this.options.cookies());
    if (csrf === undefined || harmless.has(init.method ?? 'GET')) return this.fetch(url, init);
    return this.fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), 'yard-csrf': csrf } });
  }

  private refresh(url: string): Promise<Response> {
    const whole = url.slice(0, url.indexOf(pathOf(url))) + refreshPath;
    this.refreshing ??= this.fetch(whole, { method: 'POST' })
      .then(answer => this.noted(answer))
      .finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async noted(answer: Response): Promise<Response> {
    const { freshUntil } = this.options;
    if (!freshUntil || answer.status === 409) return answer;
    const { expiresIn } = answer.ok ? ((await read(answer)) as { expiresIn?: number }) : {};
    freshUntil.set(expiresIn === undefined ? undefined : Date.now() + expiresIn * 1_000);
    return answer;
  }
}

const pathOf = (url: string): string => url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');

const isSignedOut = async (answer: Response): Promise<boolean> => {
  if (answer.status !== 401) return false;
  const { code } = (await read(answer)) as Partial<ErrorAnswer>;
  return code === 'wrong-token' || code === 'no-token';
};

/** What an answer says, which others read after this. */
const read = async (answer: Response): Promise<object> => {
  const told: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return typeof told === 'object' && told !== null ? told : {};
};
