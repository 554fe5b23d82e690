import type { ExecutionId, SessionId } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import { runningAttempts } from '../domain/decide.js';
import { cancelsOf } from '../domain/effects.js';
import { type Execution, lastAttempt } from '../domain/execution.js';
import type { ExecutionWriter } from './execution-writer.js';
import { Executions, Outside, Sessions, type StoredExecution, Streams } from './ports.js';
import type { PublishEvents } from './publish-events.js';

export interface SweepTimes {
  /** A doorbell that was not answered for this long is rung again. */
  ringAgainMs: Millis;
  /** Silence after which a session's attempts are lost: the lease and some grace. */
  lostAfterMs: Millis;
}

const page = 200;
const sessionsKeptMs = 86_400_000;

/** Finds what any crash or lost message left behind. Running it twice, or in several processes, is harmless. */
export class Sweep {
  /** Sessions never heard of since this process started get the whole lease before they are given up. */
  private readonly startedAt: Millis;

  constructor(
    private readonly ports: { executions: Executions; sessions: Sessions; streams: Streams; outside: Outside },
    private readonly writer: ExecutionWriter,
    private readonly publisher: PublishEvents,
    private readonly clock: Clock,
    private readonly times: SweepTimes,
  ) {
    this.startedAt = clock.now();
  }

  async run(): Promise<void> {
    await this.ports.streams.ensure();
    let after: ExecutionId | undefined;
    for (
      let live = await this.ports.executions.live(after, page);
      live.length > 0;
      live = await this.ports.executions.live(after, page)
    ) {
      const lastBeats = await this.lastBeats(live);
      for (const stored of live) await this.mend(stored, lastBeats);
      after = live.at(-1)?.execution.view.id;
    }
    for (const stored of await this.ports.executions.undrained(page)) this.publisher.tell(stored);
    await this.ports.sessions.forget(this.clock.now() - sessionsKeptMs);
  }

  private async lastBeats(live: StoredExecution[]): Promise<Map<SessionId, Millis>> {
    const ids = new Set(live.flatMap(({ execution }) => runningAttempts(execution).map(one => one.session)));
    if (ids.size === 0) return new Map();
    const sessions = await this.ports.sessions.find([...ids]);
    return new Map(sessions.map(session => [session.id, session.lastBeatAt]));
  }

  private async mend(stored: StoredExecution, lastBeats: Map<SessionId, Millis>): Promise<void> {
    const { execution } = stored;
    const { id } = execution.view;
    if (stored.outbox.length > 0) this.publisher.tell(stored);
    await this.writer.submit(id, { type: 'tick' });
    await this.ringAgain(stored);
    if (execution.view.cancelling)
      for (const effect of cancelsOf(execution)) await this.ports.outside.perform(effect, stored.traceparent);
    for (const { attemptId, session } of this.lostOf(execution, lastBeats)) {
      const reason = `its connector has not been heard of for ${Math.round(this.times.lostAfterMs / 1_000)} s`;
      await this.writer.submit(id, { type: 'lose', attemptId, session, reason });
    }
  }

  private lostOf(execution: Execution, lastBeats: Map<SessionId, Millis>) {
    const silentSince = this.clock.now() - this.times.lostAfterMs;
    return runningAttempts(execution).filter(({ session }) => (lastBeats.get(session) ?? this.startedAt) < silentSince);
  }

  private async ringAgain({ execution, traceparent }: StoredExecution): Promise<void> {
    const now = this.clock.now();
    for (const step of execution.view.steps) {
      const attempt = lastAttempt(step);
      if (step.status !== 'queued' || attempt?.status !== 'queued') continue;
      const ring = ringOf(now - Date.parse(attempt.queuedAt), this.times.ringAgainMs);
      if (ring > 0)
        await this.ports.outside.perform(
          { kind: 'ring', attemptId: attempt.id, connector: step.connector, pool: step.pool },
          traceparent,
          ring,
        );
    }
  }
}

/**
 * Which ring is due: one more each time the wait has doubled. Every sweep asks for it again, and the stream drops those
 * it has; a queue that stays long would otherwise fill with bells for the same attempts.
 */
const ringOf = (waitedMs: Millis, everyMs: Millis): number =>
  waitedMs < everyMs ? 0 : 1 + Math.floor(Math.log2(waitedMs / everyMs));
