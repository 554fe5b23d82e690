import type { AttemptId, ConnectorType, ExecutionView, Pool, SessionId, StepId } from '@switchyard/contracts';
import { attemptIdOf } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import { aProcess, MemoryExecutions, StoryClock } from './engine.story.js';
import { MoveSteps, MoveTrouble } from './move-steps.js';
import { type Session, Sessions, type StoredExecution } from './ports.js';
import { Silences } from './silences.js';
import { Vacancies } from './vacancies.js';

const id = anExecutionId();
const afterMs = 30_000;

/** Sessions that beat when they are told to. */
class Beating extends Sessions {
  readonly rows = new Map<string, Session>();
  isAway = false;

  beatOf(connector: ConnectorType, name = connector): void {
    const beats = (this.rows.get(name)?.beats ?? 0) + 1;
    const rest = { pool: 'default' as Pool, host: 'h', slots: 1, running: 0, lastBeatAt: 0 };
    this.rows.set(name, { id: name as string as SessionId, connector, beats, ...rest });
  }

  async beat(): Promise<void> {
    throw new Error('nobody says this here');
  }

  async find(): Promise<Session[]> {
    return [];
  }

  async inPool(connector: ConnectorType, pool: Pool): Promise<Session[]> {
    if (this.isAway) throw new Error('the store is away');
    return [...this.rows.values()].filter(one => one.connector === connector && one.pool === pool);
  }

  async since(): Promise<Session[]> {
    return [];
  }

  async forget(): Promise<void> {
    throw new Error('nobody says this here');
  }
}

class Noted extends MoveTrouble {
  readonly ids: AttemptId[] = [];
  note(attemptId: AttemptId): void {
    this.ids.push(attemptId);
  }
}

const aHouse = async (fallbackAfterMs = afterMs) => {
  const [executions, sessions, clock, trouble] = [new MemoryExecutions(), new Beating(), new StoryClock(), new Noted()];
  const { writer } = aProcess(executions);
  const vacancies = new Vacancies(sessions, new Silences(clock), clock);
  const moves = new MoveSteps(vacancies, trouble, fallbackAfterMs);
  moves.serve(writer);
  const plan = aPlan([aStage('s', [aStep('a', { connector: 'docker', fallbacks: ['shell'] })])]);
  await writer.submit(id, { type: 'create', message: { v: 1, executionId: id, plan, trigger: aTrigger() } });
  const stored = (): StoredExecution => {
    const found = executions.rows.get(id);
    if (!found) throw new Error('nothing was created');
    return structuredClone(found);
  };
  const step = (): ExecutionView['steps'][number] => stored().execution.view.steps[0]!;
  /** One sweep, that much later. */
  const look = async (ms: number) => {
    clock.at += ms;
    await moves.look(stored().execution);
  };
  return { executions, sessions, clock, trouble, writer, moves, vacancies, stored, step, look };
};

describe('a queued step that nobody is there to run', () => {
  it('goes on with its next connector after a while, and says why', async () => {
    const { look, step } = await aHouse();
    await look(0);
    await look(afterMs - 1);
    expect(step().connector).toBe('docker');
    await look(1);
    expect(step()).toMatchObject({
      connector: 'shell',
      attempts: [
        { status: 'fenced', reason: 'no connector of pool docker/default was there for 30 s' },
        { status: 'queued' },
      ],
    });
    await look(afterMs);
    expect(step().attempts).toHaveLength(2);
  });

  it('stays while one session of its pool lives, however busy, and only then', async () => {
    const { look, sessions, step } = await aHouse();
    for (const name of ['one', 'two'] as const) sessions.beatOf('docker', name as never);
    for (let at = 0; at < 2 * afterMs; at += 5_000) {
      sessions.beatOf('docker', 'two' as never);
      await look(5_000);
    }
    expect(step().connector).toBe('docker');
    await look(afterMs - 1);
    expect(step().connector).toBe('docker');
    await look(1);
    expect(step().connector).toBe('shell');
  });

  it('waits the whole time after a process has started that has never looked', async () => {
    const { look, step, clock } = await aHouse();
    clock.at += 10 * afterMs;
    await look(0);
    expect(step().connector).toBe('docker');
  });

  it('is moved by no timer when it has been taken meanwhile', async () => {
    const { look, step, writer, clock, moves, stored } = await aHouse();
    await look(0);
    const before = stored().execution;
    const claim = { type: 'claim', attemptId: attemptIdOf(id, 'a' as StepId, 1), session: 's' as SessionId } as const;
    await writer.submit(id, { ...claim, nonce: 'a-nonce-of-its-own' });
    clock.at += afterMs;
    await moves.look(before);
    expect(step()).toMatchObject({ connector: 'docker', status: 'running' });
  });

  it('is moved without a sweep as well', async () => {
    const { moves, stored, step, clock, vacancies } = await aHouse(20);
    await vacancies.of(step());
    clock.at += 20;
    moves.tell(stored());
    while (step().connector !== 'shell') await new Promise(resolve => setTimeout(resolve, 1));
    moves.stop();
  });

  it('is looked at again by the sweep when the store was away', async () => {
    const { moves, sessions, stored, step, trouble, look } = await aHouse();
    sessions.isAway = true;
    moves.tell(stored());
    while (trouble.ids.length === 0) await new Promise(resolve => setTimeout(resolve, 1));
    sessions.isAway = false;
    await look(0);
    await look(afterMs);
    expect(step().connector).toBe('shell');
    moves.stop();
  });

  it('is known as one whose pool is empty, for those who would ring', async () => {
    const { look, vacancies, step, sessions, clock } = await aHouse();
    const docker = { connector: 'docker', pool: 'default' as Pool } as const;
    expect(vacancies.known(docker)).toBe(0);
    await look(0);
    await look(afterMs);
    expect(step().connector).toBe('shell');
    clock.at += 5;
    expect(vacancies.known(docker)).toBe(afterMs + 5);
    sessions.beatOf('docker');
    expect(await vacancies.of(docker)).toBe(0);
  });
});
