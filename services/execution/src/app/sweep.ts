import type { ExecutionId, SessionId } from '@switchyard/contracts';
import { Clock, type Millis, reach } from '@switchyard/kernel';
import { runningAttempts } from '../domain/attempts.js';
import { decide } from '../domain/decide.js';
import { cancelsOf, type Effect, ringsOf } from '../domain/effects.js';
import type { Execution } from '../domain/execution.js';
import type { AdmitExecutions } from './admit-executions.js';
import type { ExecutionWriter } from './execution-writer.js';
import { Executions, Outside, type Session, Sessions, type StoredExecution, Streams } from './ports.js';
import type { MoveSteps } from './move-steps.js';
import type { PublishEvents } from './publish-events.js';
import type { Silences } from './silences.js';

export interface SweepTimes {
  /** A doorbell that was not answered for this long is rung again. */
  ringAgainMs: Millis;
  /** Silence after which a session's attempts are lost: the lease and some grace. */
  lostAfterMs: Millis;
}

export interface SweepHands {
  writer: ExecutionWriter;
  publisher: PublishEvents;
  admissions: AdmitExecutions;
  moves: MoveSteps;
  silences: Silences;
}

const page = 200;
const sessionsKeptMs = 86_400_000;
/** Between two looks for sessions that are older. */
const forgetEveryMs: Millis = 600_000;

/** Finds what any crash or lost message left behind. Running it twice, or in several processes, is harmless. */
export class Sweep {
  private forgetsAt: Millis = 0;

  constructor(
    private readonly ports: { executions: Executions; sessions: Sessions; streams: Streams; outside: Outside },
    private readonly hands: SweepHands,
    private readonly clock: Clock,
    private readonly times: SweepTimes,
  ) {}

  async run(): Promise<void> {
    reach('execution.sweep.begin');
    await this.ports.streams.ensure();
    let after: ExecutionId | undefined;
    for (
      let live = await this.ports.executions.live(after, page);
      live.length > 0;
      live = await this.ports.executions.live(after, page)
    ) {
      const sessions = await this.sessionsOf(live);
      for (const stored of live) await this.mend(stored, sessions);
      after = live.at(-1)?.execution.view.id;
    }
    for (const stored of await this.ports.executions.undrained(page)) this.hands.publisher.tell(stored);
    reach('execution.sweep.end');
    await this.forgetSessions();
  }

  private async forgetSessions(): Promise<void> {
    const now = this.clock.monotonic();
    if (now < this.forgetsAt) return;
    await this.ports.sessions.forget(this.clock.now() - sessionsKeptMs);
    this.forgetsAt = now + forgetEveryMs;
  }

  private async sessionsOf(live: StoredExecution[]): Promise<Map<SessionId, Session>> {
    const ids = new Set(live.flatMap(({ execution }) => runningAttempts(execution).map(one => one.session)));
    if (ids.size === 0) return new Map();
    const sessions = await this.ports.sessions.find([...ids]);
    return new Map(sessions.map(session => [session.id, session]));
  }

  private async mend(stored: StoredExecution, sessions: Map<SessionId, Session>): Promise<void> {
    const { execution } = stored;
    const { view } = execution;
    if (stored.outbox.length > 0) this.hands.publisher.tell(stored);
    reach('execution.sweep.beforeTick');
    if (this.isDue(execution)) await this.hands.writer.submit(view.id, { type: 'tick' });
    reach('execution.sweep.afterTick');
    if (view.group && !view.group.admitted) this.hands.admissions.begin(view.project, view.group.name);
    await this.hands.moves.look(execution);
    for (const effect of [...this.ringsAgain(execution), ...cancelsOf(execution)]) {
      if (effect.kind === 'ring') reach('execution.sweep.beforeRing');
      await this.ports.outside.perform(effect, stored.traceparent);
    }
    for (const { attemptId, session } of this.lostOf(execution, sessions)) {
      const reason = `its connector has not been heard of for ${Math.round(this.times.lostAfterMs / 1_000)} s`;
      reach('execution.sweep.beforeLose');
      await this.hands.writer.submit(view.id, { type: 'lose', attemptId, session, reason });
      reach('execution.sweep.afterLose');
    }
  }

  /** Whether anything follows from the time alone: nothing is read or written for those that only wait. */
  private isDue(execution: Execution): boolean {
    const decision = decide(execution, { type: 'tick' }, { now: this.clock.now(), chance: 0 });
    return decision.ok && decision.changes.length > 0;
  }

  private lostOf(execution: Execution, sessions: Map<SessionId, Session>) {
    return runningAttempts(execution).filter(
      ({ session }) => this.hands.silences.of(session, sessions.get(session)) > this.times.lostAfterMs,
    );
  }

  private ringsAgain(execution: Execution): Effect[] {
    if (execution.view.paused) return [];
    const now = this.clock.now();
    return ringsOf(execution, attempt => {
      const ring = ringOf(now - Date.parse(attempt.queuedAt), this.times.ringAgainMs);
      return ring > 0 ? String(ring) : undefined;
    });
  }
}

/**
 * Which ring is due: one more each time the wait has doubled. Every sweep asks for it again, and the stream drops those
 * it has; a queue that stays long would otherwise fill with bells for the same attempts.
 */
const ringOf = (waitedMs: Millis, everyMs: Millis): number =>
  waitedMs < everyMs ? 0 : 1 + Math.floor(Math.log2(waitedMs / everyMs));
