import {
  attemptIdOf,
  type Beat,
  type ExecutionId,
  type Pool,
  type SessionId,
  type StepId,
} from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { outcome } from '../domain/decide.story.js';
import { aProcess, MemoryExecutions, StoryClock } from './engine.story.js';
import { KeepConnectors } from './keep-connectors.js';
import { MemoryDrains, NotedNudges } from './keep-connectors.story.js';
import { type Session, Sessions, Streams } from './ports.js';
import { TakeBeat } from './take-beat.js';

const session = 'first' as SessionId;
const nonce = 'nonce-of-the-first';
const hour = 3_600_000;

class Heard extends Sessions {
  readonly beats: Session[] = [];
  async beat(one: Session): Promise<void> {
    this.beats.push(one);
  }
  async find(): Promise<Session[]> {
    return this.beats;
  }
  async inPool(): Promise<never[]> {
    return [];
  }

  async since(): Promise<Session[]> {
    return this.beats.slice(-1);
  }

  async forget(): Promise<void> {
    this.beats.length = 0;
  }
}

class Unheard extends Heard {
  override async find(): Promise<Session[]> {
    return [];
  }
}

class Ensured extends Streams {
  readonly bells: string[] = [];
  async ensure(): Promise<void> {
    this.bells.length = 0;
  }
  async ensureBell(connector: string, pool: string): Promise<void> {
    this.bells.push(`${connector}.${pool}`);
  }
}

describe('a beat', () => {
  let executionsMade = 0;
  const anotherId = () => anExecutionId((executionsMade += 1));
  const clock = new StoryClock();
  let executions: MemoryExecutions;
  let process: ReturnType<typeof aProcess>;
  let sessions: Heard;
  let streams: Ensured;
  let drains: MemoryDrains;

  beforeEach(() => {
    executions = new MemoryExecutions();
    process = aProcess(executions);
    sessions = new Heard();
    streams = new Ensured();
    drains = new MemoryDrains();
    clock.at = Date.UTC(2026, 0, 1);
  });

  const beat = (over: Partial<Beat>) => {
    const rest = { connector: 'shell', pool: 'default' as Pool, host: 'here', slots: 4 } as const;
    return new TakeBeat(sessions, executions, streams, clock, hour, drains).run({
      v: 1,
      session,
      ...rest,
      running: [],
      workspaces: [],
      ...over,
    });
  };
  /** One whose only step runs. */
  const running = async () => {
    const id = anotherId();
    const attemptId = attemptIdOf(id, 'one' as StepId, 1);
    const message = {
      v: 1,
      executionId: id,
      plan: aPlan([aStage('all', [aStep('one')])]),
      trigger: aTrigger(),
    } as const;
    await process.writer.submit(id, { type: 'create', message });
    await process.writer.submit(id, { type: 'claim', attemptId, session, nonce });
    return { id, attemptId };
  };
  const ended = async (exitCode: number): Promise<ExecutionId> => {
    const { id, attemptId } = await running();
    const how = exitCode === 0 ? outcome() : outcome({ exitCode, failure: 'user', reason: `exit code ${exitCode}` });
    await process.writer.submit(id, { type: 'report', attemptId, session, nonce, outcome: how });
    return id;
  };
  const cancelled = async (): Promise<ExecutionId> => {
    const { id, attemptId } = await running();
    await process.writer.submit(id, { type: 'cancel', actor: 'somebody', reason: 'enough' });
    const how = outcome({ kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' });
    await process.writer.submit(id, { type: 'report', attemptId, session, nonce, outcome: how });
    return id;
  };

  it('notes that its session lives, and sees to its doorbell', async () => {
    await beat({});
    expect(sessions.beats).toMatchObject([{ id: session, lastBeatAt: clock.at }]);
    expect(streams.bells).toEqual(['shell.default']);
  });

  it('is told what to cancel, and what is not its own', async () => {
    const [mine, cancelling] = [await running(), await running()];
    await process.writer.submit(cancelling.id, { type: 'cancel', actor: 'somebody', reason: 'enough' });
    const unknown = attemptIdOf(anotherId(), 'one' as StepId, 1);
    const reply = await beat({ running: [mine.attemptId, cancelling.attemptId, unknown] });
    expect(reply).toMatchObject({ cancel: [cancelling.attemptId], fenced: [unknown] });
    const other = await beat({ session: 'second' as SessionId, running: [mine.attemptId] });
    expect(other).toMatchObject({ cancel: [], fenced: [mine.attemptId] });
  });

  it('is told to cancel a cell whose matrix ends with another, and nothing beside it', async () => {
    const id = anotherId();
    const cell = (name: string) => aStep(name, { cell: { matrix: 'm', values: { name }, failFast: true } });
    const plan = aPlan([aStage('all', [cell('a'), cell('b'), aStep('beside')], { parallel: true })]);
    const message = { v: 1, executionId: id, plan, trigger: aTrigger() } as const;
    await process.writer.submit(id, { type: 'create', message });
    const [a, b, beside] = ['a', 'b', 'beside'].map(name => attemptIdOf(id, name as StepId, 1));
    if (!a || !b || !beside) throw new Error('three steps');
    for (const attemptId of [a, b, beside])
      await process.writer.submit(id, { type: 'claim', attemptId, session, nonce });
    expect((await beat({ running: [a, b, beside] })).cancel).toEqual([]);
    await process.writer.submit(id, {
      type: 'report',
      attemptId: a,
      session,
      nonce,
      outcome: outcome({ exitCode: 3 }),
    });
    expect(await beat({ running: [b, beside] })).toMatchObject({ cancel: [b], fenced: [] });
  });

  it('is told to take nothing more once somebody wants that of its machine, also under another session', async () => {
    const { id, attemptId } = await running();
    await beat({ machine: 'm', running: [attemptId] });
    const nudge = new NotedNudges();
    const keeping = new KeepConnectors({ sessions, drains, executions, nudge }, clock, 20_000);
    const asked = { v: 1, session, drain: true, actor: 'Ann', reason: 'new kernel' } as const;
    expect(await keeping.drain(asked)).toMatchObject({
      result: 'ok',
      connector: { running: 1, drain: { actor: 'Ann', reason: 'new kernel', heard: false } },
    });
    expect(nudge.told).toEqual([session]);
    expect(await beat({ machine: 'm' })).toMatchObject({ drain: true });
    expect(await beat({ machine: 'other' })).not.toHaveProperty('drain');
    const next = 'second' as SessionId;
    expect(await beat({ machine: 'm', session: next, running: [attemptId], drained: true })).toMatchObject({
      drain: true,
    });
    const { connectors } = await keeping.list();
    expect(connectors).toMatchObject([
      { session: next, alive: true, attempts: [{ executionId: id, stepName: 'one' }], drain: { heard: true } },
    ]);
    await keeping.drain({ v: 1, session: next, drain: false, actor: 'Ann' });
    expect(await beat({ machine: 'm', session: next })).not.toHaveProperty('drain');
  });

  it('of nobody is no machine that could be drained', async () => {
    const keeping = new KeepConnectors(
      { sessions: new Unheard(), drains, executions, nudge: new NotedNudges() },
      clock,
      1,
    );
    expect(await keeping.drain({ v: 1, session, drain: true, actor: 'Ann' })).toEqual({ result: 'unknown-session' });
    expect(drains.kept.size).toBe(0);
  });

  it('is told to release what ended well, was cancelled or is unknown, and keeps what runs', async () => {
    const gone = [await ended(0), await cancelled(), anotherId()];
    const { id } = await running();
    expect((await beat({ workspaces: [id, ...gone] })).release).toEqual(gone);
  });

  it('is told to release what failed only after its time', async () => {
    const failed = await ended(3);
    clock.at += hour - 1;
    expect((await beat({ workspaces: [failed] })).release).toEqual([]);
    clock.at += 2;
    expect((await beat({ workspaces: [failed] })).release).toEqual([failed]);
  });

  it('does not tell connectors at the end of a failed execution that its workspace may go', async () => {
    await ended(3);
    await process.publisher.idle();
    const released = () => process.outside.effects.filter(({ effect }) => effect.kind === 'release').length;
    expect(released()).toBe(0);
    await ended(0);
    await process.publisher.idle();
    expect(released()).toBe(1);
  });
});
