import type { YardEvent } from '@switchyard/contracts';
import { YardError } from '@switchyard/client';
import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { client } from './client.js';

/** One connection for everybody on the page who listens to the same project: browsers have few of them. */
class Feed {
  readonly isLost = signal(false);
  private readonly listeners = new Set<(event: YardEvent) => void>();
  private stop: AbortController | undefined;
  /** Where a pause began. */
  private since: string | undefined;
  /** After a pause the events of a few seconds come once more. */
  private readonly told = new Set<string>();

  constructor(private readonly project: string | undefined) {}

  listen(listener: (event: YardEvent) => void): () => void {
    if (this.listeners.size === 0) document.addEventListener('visibilitychange', this.look);
    this.listeners.add(listener);
    this.look();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.look);
      this.pause();
      this.since = undefined;
    };
  }

  /** A tab that nobody looks at keeps no connection, and loses nothing. */
  private readonly look = (): void => {
    if (document.visibilityState === 'hidden') this.pause();
    else if (!this.stop) void this.follow((this.stop = new AbortController()));
  };

  private pause(): void {
    if (this.stop) this.since ??= new Date().toISOString();
    this.stop?.abort();
    this.stop = undefined;
  }

  private async follow(stop: AbortController): Promise<void> {
    const { project, since } = this;
    const events = client.followFeed({
      ...(project === undefined ? {} : { project }),
      ...(since === undefined ? {} : { since: before(since) }),
      signal: stop.signal,
      onLost: () => (this.isLost.value = true),
    });
    try {
      for await (const event of events) this.tell(event);
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      this.isLost.value = true;
      if (this.stop === stop) this.stop = undefined;
    }
  }

  private tell(event: YardEvent): void {
    this.isLost.value = false;
    if (this.told.has(event.id)) return;
    this.since = event.time;
    this.told.add(event.id);
    const [oldest] = this.told;
    if (this.told.size > mostTold && oldest !== undefined) this.told.delete(oldest);
    for (const listener of [...this.listeners]) listener(event);
  }
}

/** Events of different executions may come a little out of order. */
const overlapMs = 5_000;
const before = (time: string): string => new Date(Date.parse(time) - overlapMs).toISOString();
const mostTold = 500;

const feeds = new Map<string, Feed>();

const feedOf = (project: string | undefined): Feed => {
  const key = project ?? '';
  const feed = feeds.get(key) ?? new Feed(project);
  feeds.set(key, feed);
  return feed;
};

/**
 * Events of all executions, or of one project's, as they happen, as long as the component is there. The newest `onEvent`
 * is called; it must not throw.
 */
export const useFeed = (
  { project }: { project?: string | undefined },
  onEvent: (event: YardEvent) => void,
): { isLost: ReadonlySignal<boolean> } => {
  const feed = useMemo(() => feedOf(project), [project]);
  const newest = useRef(onEvent);
  newest.current = onEvent;
  useEffect(() => feed.listen(event => newest.current(event)), [feed]);
  return feed;
};
