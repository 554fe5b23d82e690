import { hostname } from 'node:os';
import type { Pool } from '@switchyard/contracts';
import { type Clock, type Millis, reach, reasonOf, sleep, untilNextBeat } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Admittance } from './admittance.js';
import type { Platform } from './platform.js';
import type { Worker } from './worker.js';
import type { Workspaces } from './workspaces.js';

/**
 * An answer older than this feeds nobody: this process was suspended, and the platform may have given its attempts to
 * somebody else since. It is the time between the end of an unfed step (lease and grace) and the moment when the
 * platform calls it lost.
 */
const staleAfterMs: Millis = 5_000;

/** What one beat may name. The others are asked about when some of these have gone. */
const mostWorkspaces = 10_000;

export interface BeatParts {
  platform: Platform;
  worker: Worker;
  workspaces: Workspaces;
  pool: Pool;
  slots: number;
  clock: Clock;
  admittance: Admittance;
}

/** Says once that this session lives and what it runs, and does what the answer says; again where that is news. */
export const beat = async (parts: BeatParts): Promise<void> => {
  if (await beatOnce(parts)) await beatOnce(parts);
};

/** @returns whether the platform should hear at once what became of its answer. */
const beatOnce = async (parts: BeatParts): Promise<boolean> => {
  const { platform, worker, workspaces, pool, slots, clock, admittance } = parts;
  const askedAt = clock.monotonic();
  reach('connector.beat.beforeAsking');
  const reply = await platform.beat({
    v: 1,
    session: worker.session,
    connector: worker.type,
    pool,
    host: hostname(),
    machine: worker.machine,
    slots,
    running: worker.running,
    workspaces: (await workspaces.list()).slice(0, mostWorkspaces),
    ...(admittance.isDrained ? { drained: true } : {}),
  });
  reach('connector.beat.answered');
  const isNews = admittance.learn(reply.drain ?? false);
  const isFresh = clock.monotonic() - askedAt < staleAfterMs;
  await Promise.all([
    isFresh ? worker.feed() : undefined,
    ...reply.cancel.map(id => worker.cancel(id)),
    ...reply.fenced.map(id => worker.fence(id)),
    ...reply.release.map(id => worker.release(id)),
  ]);
  return isNews;
};

/** After a beat that was not answered the next one comes as soon as this: nothing is taken on before the first answer. */
const soonMs: Millis = 1_000;

/** Beats at once, and then until the signal aborts. A beat that fails is followed by the next. */
export const beatEvery = async (everyMs: Millis, signal: AbortSignal, once: () => Promise<void>): Promise<void> => {
  while (!signal.aborted) {
    const waitMs = await once().then(
      () => untilNextBeat(everyMs),
      (error: unknown) => {
        loggerOf('connector').warn({ error: reasonOf(error) }, 'beat not answered');
        return Math.min(everyMs, soonMs);
      },
    );
    await sleep(waitMs, signal);
  }
};

/**
 * Beats every time while there is something to tell or to be told of, and every second time while there is nothing: a
 * session is missed only after four beats, and what has begun meanwhile is told no later than before. One that failed
 * is made again.
 */
export const calmly = (isCalm: () => Promise<boolean>, once: () => Promise<void>): (() => Promise<void>) => {
  let answered = false;
  return async () => {
    if (answered && (await isCalm())) return void (answered = false);
    answered = false;
    await once();
    answered = true;
  };
};
