import type { EventType, YardEvent } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { persistent, type PersistentOptions } from './persistent.js';

export interface FeedFilter {
  project?: string;
  type?: EventType;
  /** ISO 8601. */
  since?: string;
  /** A place in the feed; stronger than `since`. */
  after?: string;
}

export interface FollowFeedOptions extends FeedFilter, PersistentOptions {}

type Open = (query: FeedFilter, signal: AbortSignal) => Promise<Response>;

/** See `YardClient.followFeed`. */
export const followFeed = (open: Open, options: FollowFeedOptions): AsyncGenerator<YardEvent> => {
  const seen = new Seen();
  const { project, type } = options;
  let from: FeedFilter = rangeOf(options);
  return persistent(
    async signal => {
      const response = await open({ ...(project ? { project } : {}), ...(type ? { type } : {}), ...from }, signal);
      // Of what happens before the first event of all, nothing may be lost either; the server's clock counts.
      if (from.after === undefined && from.since === undefined) from = rangeOf({ since: dateOf(response) });
      return response;
    },
    ({ event, id, data }) => {
      // A newer platform may say more than this reader understands.
      if (event !== 'event') return undefined;
      if (id) from = { after: id };
      const news = JSON.parse(data) as YardEvent;
      return seen.isNew(news) ? news : undefined;
    },
    () => false,
    options,
  );
};

const rangeOf = ({ since, after }: { since?: string | undefined; after?: string | undefined }): FeedFilter => {
  if (after !== undefined) return { after };
  return since === undefined ? {} : { since };
};

const dateOf = ({ headers }: Response): string | undefined => {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

/** A server that is asked to go on repeats what is this much older than the place, and more is kept. */
const keptMs: Millis = 60_000;

/** Which events have been told, of those that may come again. */
class Seen {
  private readonly times = new Map<string, Millis>();
  private newest: Millis = 0;

  isNew({ id, time }: YardEvent): boolean {
    if (this.times.has(id)) return false;
    const at = Date.parse(time);
    this.times.set(id, at);
    this.newest = Math.max(this.newest, at);
    for (const [old, then] of this.times) {
      if (then >= this.newest - keptMs) break;
      this.times.delete(old);
    }
    return true;
  }
}
