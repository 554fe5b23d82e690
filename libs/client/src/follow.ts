import type { AttemptId, StreamFrame } from '@switchyard/contracts';
import { persistent, type PersistentOptions } from './persistent.js';
import { Place } from './place.js';

export interface FollowOptions extends PersistentOptions {
  /** With the output of steps. */
  logs?: boolean;
  /** With `logs`: of this attempt only. */
  attempt?: AttemptId;
  /** Output that is there already, in bytes per attempt. */
  from?: ReadonlyMap<AttemptId, number>;
  /** Goes on where another following ended, perhaps of another address of the platform; instead of `logs`, `attempt` and `from`. */
  place?: Place;
}

type Open = (query: string, signal: AbortSignal) => Promise<Response>;

/** See `YardClient.follow`. */
export const follow = (open: Open, options: FollowOptions): AsyncGenerator<StreamFrame> => {
  const { logs = false, from, attempt, place = new Place(logs, from, attempt) } = options;
  return persistent(
    signal => open(place.query(), signal),
    ({ event, data }) => place.take({ event, data: JSON.parse(data) as unknown } as StreamFrame),
    news => news.event === 'end',
    options,
  );
};
