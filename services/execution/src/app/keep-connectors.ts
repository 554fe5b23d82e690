import {
  type ConnectorAttempt,
  type ConnectorView,
  type DrainConnector,
  type DrainConnectorReply,
  type ExecutionId,
  type ListConnectorsReply,
  partsOfAttempt,
} from '@switchyard/contracts';
import { Clock, isoTime, type Millis, reach } from '@switchyard/kernel';
import type { Execution } from '../domain/execution.js';
import { type Drain, Drains, Executions, machineOf, Nudge, type Session, Sessions } from './ports.js';

/** A session that has been silent for this long is not shown any more. */
const shownMs: Millis = 60_000;
const mostShown = 1_000;
/** Executions that one list looks up for the names of their steps. */
const mostExecutions = 500;

/** Who runs steps, what they run, and whether they take more. */
export class KeepConnectors {
  constructor(
    private readonly ports: { sessions: Sessions; drains: Drains; executions: Executions; nudge: Nudge },
    private readonly clock: Clock,
    /** Silent for longer: unreachable. */
    private readonly unreachableMs: Millis,
  ) {}

  async list(): Promise<ListConnectorsReply> {
    const sessions = await this.ports.sessions.since(this.clock.now() - shownMs, mostShown);
    const connectors = await this.viewsOf(sessions);
    const orderOf = ({ connector, pool, host, session }: ConnectorView) => [connector, pool, host, session].join(' ');
    return { connectors: connectors.sort((a, b) => orderOf(a).localeCompare(orderOf(b))) };
  }

  /** It is noted before the connector is told. */
  async drain({ session: id, drain, actor, reason }: DrainConnector): Promise<DrainConnectorReply> {
    const [session] = await this.ports.sessions.find([id]);
    if (!session) return { result: 'unknown-session' };
    const machine = machineOf(session);
    reach('execution.drain.beforeNote');
    if (drain)
      await this.ports.drains.put({
        machine,
        actor,
        at: this.clock.now(),
        ...(reason === undefined ? {} : { reason }),
      });
    else await this.ports.drains.remove(machine);
    reach('execution.drain.afterNote');
    this.ports.nudge.beat(session.connector, id);
    const [connector] = await this.viewsOf([session]);
    return connector ? { result: 'ok', connector } : { result: 'unknown-session' };
  }

  private async viewsOf(sessions: Session[]): Promise<ConnectorView[]> {
    const ids = new Set(
      sessions
        .flatMap(({ attempts = [] }) => attempts.flatMap(id => partsOfAttempt(id) ?? []))
        .map(parts => parts.executionId),
    );
    const [drains, executions] = await Promise.all([
      this.ports.drains.among(sessions.map(machineOf)),
      Promise.all([...ids].slice(0, mostExecutions).map(id => this.ports.executions.find(id))),
    ]);
    const byMachine = new Map(drains.map(drain => [drain.machine, drain]));
    const known = new Map(executions.flatMap(one => (one ? [[one.execution.view.id, one.execution]] : [])));
    const aliveSince = this.clock.now() - this.unreachableMs;
    return sessions.map(session => viewOf(session, byMachine.get(machineOf(session)), known, aliveSince));
  }
}

const viewOf = (
  session: Session,
  drain: Drain | undefined,
  executions: ReadonlyMap<ExecutionId, Execution>,
  aliveSince: Millis,
): ConnectorView => {
  const { id, connector, pool, host, slots, running, lastBeatAt } = session;
  return {
    session: id,
    connector,
    pool,
    host,
    slots,
    running,
    attempts: attemptsOf(session, executions),
    lastBeatAt: isoTime(lastBeatAt),
    alive: lastBeatAt >= aliveSince,
    ...(drain ? { drain: drainOf(drain, session.drained ?? false) } : {}),
  };
};

const attemptsOf = ({ attempts = [] }: Session, executions: ReadonlyMap<ExecutionId, Execution>): ConnectorAttempt[] =>
  attempts.flatMap(attemptId => {
    const parts = partsOfAttempt(attemptId);
    const view = parts && executions.get(parts.executionId)?.view;
    const step = view?.steps.find(({ id }) => id === parts?.stepId);
    if (!view || !step) return [];
    const startedAt = step.attempts.find(one => one.id === attemptId)?.startedAt;
    const { id: executionId, project, pipelineName } = view;
    const of = { attemptId, executionId, project, pipelineName, stepId: step.id, stepName: step.name };
    return [{ ...of, ...(startedAt === undefined ? {} : { startedAt }) }];
  });

const drainOf = ({ actor, at, reason }: Drain, heard: boolean): ConnectorView['drain'] & object => ({
  actor,
  at: isoTime(at),
  ...(reason === undefined ? {} : { reason }),
  heard,
});
