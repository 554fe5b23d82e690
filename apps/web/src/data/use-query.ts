import { YardError, type YardClient } from '@switchyard/client';
import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { client } from './client.js';

/** An answer of the platform, and how far it is. All of it are signals. */
export interface Query<Value> {
  /** The last answer; also while a newer one is on its way. Undefined before the first. */
  readonly value: ReadonlySignal<Value | undefined>;
  /** Why the last request failed; undefined after one that did not. */
  readonly error: ReadonlySignal<YardError | undefined>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** It has taken half a second, so that progress is shown. */
  readonly isSlow: ReadonlySignal<boolean>;
  /** Asks again; never rejects. */
  reload(): Promise<void>;
  /** Puts in what is known from elsewhere, such as an event or the answer to a change. */
  set(value: Value): void;
}

const slowMs = 500;
/** Answers of pages that were left, so that going back shows them at once while they are asked for anew. */
const mostKept = 40;
const kept = new Map<string, unknown>();

const keep = (key: string, value: unknown): void => {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
};

/** Forgets every answer: they were somebody else's. */
export const forgetAnswers = (): void => kept.clear();

type Load<Value> = (client: YardClient) => Promise<Value>;

class LiveQuery<Value> implements Query<Value> {
  readonly value: Signal<Value | undefined>;
  readonly error = signal<YardError | undefined>(undefined);
  readonly isLoading = signal(false);
  readonly isSlow = signal(false);
  load: Load<Value>;
  private asked = 0;

  constructor(
    private readonly key: string,
    load: Load<Value>,
  ) {
    this.load = load;
    this.value = signal(kept.get(key) as Value | undefined);
  }

  async reload(): Promise<void> {
    const mine = ++this.asked;
    this.isLoading.value = true;
    const slow = setTimeout(() => (this.isSlow.value = true), slowMs);
    const ended = await this.load(client).then(
      value => () => this.set(value),
      (error: unknown) => () => (this.error.value = asYardError(error)),
    );
    clearTimeout(slow);
    // A later request, or what came from elsewhere meanwhile, is newer.
    if (mine !== this.asked) return;
    batch(() => {
      ended();
      this.rest();
    });
  }

  set(value: Value): void {
    this.asked += 1;
    keep(this.key, value);
    batch(() => {
      this.value.value = value;
      this.error.value = undefined;
      this.rest();
    });
  }

  leave(): void {
    this.asked += 1;
    this.rest();
  }

  private rest(): void {
    this.isLoading.value = false;
    this.isSlow.value = false;
  }
}

const asYardError = (error: unknown): YardError => {
  if (error instanceof YardError) return error;
  // A mistake of this program: the frame around the page shows it.
  throw error;
};

/**
 * Asks the platform when the component appears, and whenever the key changes.
 * @param key what the answer depends on, such as `executions?status=failed`; unique in the application.
 */
export const useQuery = <Value>(key: string, load: Load<Value>): Query<Value> => {
  // The newest `load` of the same key counts, so that it may use what the component knows.
  const query = useMemo(() => new LiveQuery(key, load), [key]);
  query.load = load;
  useEffect(() => {
    void query.reload();
    return () => query.leave();
  }, [query]);
  return query;
};
