import type { ExecutionId, StepId, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts';
import { Clock, type Millis } from '@switchyard/kernel';
import { runningAttempts } from '../domain/attempts.js';
import type { Execution } from '../domain/execution.js';
import { poolOf, type PoolFacts, type Surroundings } from '../domain/why.js';
import { Executions, Groups, Sessions } from './ports.js';
import type { Silences } from './silences.js';

/** A session that has been silent for this long is shown as unreachable (beats come every five seconds). */
const unreachableMs: Millis = 20_000;

/** Looks around an execution for what its waits may come from. */
export class Survey {
  constructor(
    private readonly ports: { executions: Executions; groups: Groups; sessions: Sessions },
    private readonly silences: Silences,
    private readonly clock: Clock,
    private readonly unreachableAfterMs: Millis = unreachableMs,
  ) {}

  async around(execution: Execution): Promise<Surroundings> {
    if (isFinal(execution.view.status)) return { pools: new Map(), silentMs: new Map() };
    const [group, pools, silentMs] = await Promise.all([
      this.groupOf(execution),
      this.poolsOf(execution),
      this.silencesOf(execution),
    ]);
    return { ...(group ? { group } : {}), pools, silentMs };
  }

  private async groupOf({ view }: Execution): Promise<Surroundings['group']> {
    if (!view.group || view.group.admitted) return undefined;
    const [{ holders }, members] = await Promise.all([
      this.ports.groups.read(view.project, view.group.name),
      this.ports.executions.inGroup(view.project, view.group.name),
    ]);
    const alive = new Set<ExecutionId>(members.map(one => one.id));
    const before = members.filter(one => one.id < view.id && !holders.includes(one.id)).length;
    return { holders: holders.filter(id => alive.has(id)), before };
  }

  private async poolsOf({ view }: Execution): Promise<Map<string, PoolFacts>> {
    const wanted = new Map<string, StepView>();
    for (const step of view.steps) if (step.status === 'queued') wanted.set(poolOf(step), step);
    const since = this.clock.now() - this.unreachableAfterMs;
    const found = await Promise.all(
      [...wanted].map(async ([name, { connector, pool }]) => {
        const all = await this.ports.sessions.inPool(connector, pool, since);
        const sessions = all.filter(({ drained }) => !drained);
        const sum = (of: 'slots' | 'running') => sessions.reduce((total, one) => total + one[of], 0);
        const drained = all.length - sessions.length;
        return [name, { sessions: sessions.length, slots: sum('slots'), running: sum('running'), drained }] as const;
      }),
    );
    return new Map(found);
  }

  private async silencesOf(execution: Execution): Promise<Map<StepId, Millis>> {
    const running = runningAttempts(execution);
    if (running.length === 0) return new Map();
    const sessions = await this.ports.sessions.find([...new Set(running.map(one => one.session))]);
    const byId = new Map(sessions.map(session => [session.id, session]));
    const silences = running.map(({ step, session }) => {
      return [step.id, this.silences.of(session, byId.get(session))] as const;
    });
    return new Map(silences.filter(([, ms]) => ms > this.unreachableAfterMs));
  }
}
