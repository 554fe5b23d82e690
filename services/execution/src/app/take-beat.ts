import { type AttemptId, type Beat, type BeatReply, type ExecutionId, partsOfAttempt } from '@switchyard/contracts';
import { Clock, type Millis, reach } from '@switchyard/kernel';
import { runningAttempts } from '../domain/attempts.js';
import { type Execution, isCancelled, stepOf } from '../domain/execution.js';
import { workspaceMayGo } from '../domain/workspace.js';
import { Drains, Executions, machineOf, Sessions, Streams } from './ports.js';

/** Notes that a session lives, and tells it again what it may have missed. */
export class TakeBeat {
  constructor(
    private readonly sessions: Sessions,
    private readonly executions: Executions,
    private readonly streams: Streams,
    private readonly clock: Clock,
    private readonly workspaceKeptMs: Millis,
    private readonly drains: Drains,
  ) {}

  async run(beat: Beat): Promise<BeatReply> {
    reach('execution.beat.begin');
    const { session: id, connector, pool, host, machine, slots, running, drained = false } = beat;
    await this.sessions.beat({
      id,
      connector,
      pool,
      host,
      ...(machine === undefined ? {} : { machine }),
      slots,
      running: running.length,
      attempts: running,
      drained,
      lastBeatAt: this.clock.now(),
    });
    reach('execution.beat.afterNote');
    await this.streams.ensureBell(connector, pool);
    const executions = await this.executionsOf(running);
    const verdicts = running.map(attemptId => ({ attemptId, verdict: verdictOn(beat, attemptId, executions) }));
    const named = (wanted: Verdict) => verdicts.filter(one => one.verdict === wanted).map(one => one.attemptId);
    const release = await this.release(beat.workspaces);
    const drain = await this.drains.find(machineOf({ id, ...(machine === undefined ? {} : { machine }) }));
    reach('execution.beat.beforeReply');
    return { cancel: named('cancel'), fenced: named('fenced'), release, ...(drain ? { drain: true } : {}) };
  }

  private async release(workspaces: ExecutionId[]): Promise<ExecutionId[]> {
    if (workspaces.length === 0) return [];
    const [standings, now] = [await this.executions.standings(workspaces), this.clock.now()];
    return workspaces.filter(id => workspaceMayGo(standings.get(id), now, this.workspaceKeptMs));
  }

  private async executionsOf(running: AttemptId[]): Promise<Map<ExecutionId, Execution>> {
    const ids = new Set(running.map(id => partsOfAttempt(id)?.executionId).filter(id => id !== undefined));
    const found = await Promise.all([...ids].map(id => this.executions.find(id)));
    return new Map(found.filter(one => one !== undefined).map(({ execution }) => [execution.view.id, execution]));
  }
}

type Verdict = 'run' | 'cancel' | 'fenced';

const verdictOn = (beat: Beat, attemptId: AttemptId, executions: Map<ExecutionId, Execution>): Verdict => {
  const parts = partsOfAttempt(attemptId);
  const execution = parts && executions.get(parts.executionId);
  if (!execution) return 'fenced';
  // An attempt whose end is being reported is nobody else's, so it is left alone.
  if (execution.claims[attemptId]?.session !== beat.session) return 'fenced';
  // Another attempt may run by now: where nothing ends by itself when its lease is over, this one must be ended.
  const step = stepOf(execution.view, parts.stepId);
  if (step?.attempts.some(one => one.id === attemptId && one.status === 'lost')) return 'fenced';
  const running = runningAttempts(execution).find(one => one.attemptId === attemptId);
  return running && isCancelled(execution.view, running.step) ? 'cancel' : 'run';
};
