import type { ExecutionId, YardEvent } from '@switchyard/contracts';
import { cursorOf, type FeedFrame, FollowFeed } from './follow-feed.js';
import { Feed, id, World } from './follow.story.js';

const start = Date.parse('2026-11-23T12:30:00.000Z');
const timeAt = (seconds: number) => new Date(start + seconds * 1_000).toISOString();

const aFeed = () => {
  const world = new World();
  const live = new Feed(world);
  const happen = (seconds: number, told = true, of = id): YardEvent => {
    const event = world.happen('step.queued', { executionId: of });
    Object.assign(event, { id: `${of}:${event.data.rev}`, time: timeAt(seconds) });
    if (told) for (const hear of live.hearers) hear(event);
    return event;
  };
  const feed = new FollowFeed(world, live, () => start + 60_000, 10);
  const stop = new AbortController();
  const follow = (options: { since?: string; after?: string } = {}) => feed.frames({ ...options, signal: stop.signal });
  return { world, live, happen, follow, stop };
};
const revOf = async (frames: AsyncGenerator<FeedFrame>) => {
  const { value } = await frames.next();
  return (value as FeedFrame | undefined)?.data.data.rev;
};

describe('the feed of all executions', () => {
  it('tells what has happened since then first, and then what happens, each once', async () => {
    const { happen, follow, stop, live } = aFeed();
    for (const at of [0, 1, 2]) happen(at);
    const frames = follow({ since: timeAt(1) });
    expect(await revOf(frames)).toBe(2);
    // Heard live while the history was still being read.
    happen(3);
    expect(await revOf(frames)).toBe(3);
    expect(await revOf(frames)).toBe(4);
    happen(4);
    expect(await revOf(frames)).toBe(5);
    stop.abort();
    expect((await frames.next()).done).toBe(true);
    expect(live.hearers.size).toBe(0);
  });

  it('goes on after the cursor of a reader who comes back', async () => {
    const { happen, follow, stop } = aFeed();
    const all = [0, 5, 6].map(at => happen(at));
    const frames = follow({ after: cursorOf(all[1] as YardEvent) });
    expect(await revOf(frames)).toBe(3);
    stop.abort();
    await frames.return(undefined);
  });

  it('begins with what happens now, where nothing is asked for', async () => {
    const { happen, follow, stop } = aFeed();
    happen(0);
    const frames = follow();
    const first = revOf(frames);
    await new Promise(resolve => setImmediate(resolve));
    happen(61);
    expect(await first).toBe(2);
    stop.abort();
    await frames.return(undefined);
  });

  it('finds what was not heard', async () => {
    const { happen, follow, stop } = aFeed();
    happen(0);
    const frames = follow({ since: timeAt(0) });
    expect(await revOf(frames)).toBe(1);
    happen(1, false);
    expect(await revOf(frames)).toBe(2);
    stop.abort();
    await frames.return(undefined);
  });

  it('tells events of two executions apart that happened in one moment', async () => {
    const { happen, follow, stop } = aFeed();
    happen(0);
    happen(0, true, '01m84ywyccwh2egkrpyg85s86d' as ExecutionId);
    const frames = follow({ since: timeAt(0) });
    expect([await revOf(frames), await revOf(frames)]).toEqual([1, 2]);
    stop.abort();
    await frames.return(undefined);
  });
});
