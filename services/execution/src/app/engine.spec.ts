import type { ExecutionView, SessionId, StepId } from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';
import { attemptIdOf } from '@switchyard/contracts';
import { anExecutionId, aPlan, aStage, aStep, aTrigger } from '@switchyard/testkit';
import fc from 'fast-check';
import { outcome } from '../domain/decide.story.js';
import { aProcess, MemoryExecutions, MemoryHistory, Told } from './engine.story.js';

const id = anExecutionId();
const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const wide = (count: number) =>
  aPlan([
    aStage(
      'all',
      Array.from({ length: count }, (_, i) => aStep(`s${i}`)),
      { parallel: true },
    ),
  ]);
const attempt = (i: number) => attemptIdOf(id, `s${i}` as StepId, 1);
const create = (count: number) =>
  ({ type: 'create', message: { v: 1, executionId: id, plan: wide(count), trigger: aTrigger() } }) as const;
const claim = (i: number, who: string) =>
  ({ type: 'claim', attemptId: attempt(i), session: who as SessionId, nonce: `nonce-of-${who}` }) as const;
const report = (i: number, who: string) =>
  ({
    type: 'report',
    attemptId: attempt(i),
    session: who as SessionId,
    nonce: `nonce-of-${who}`,
    outcome: outcome(),
  }) as const;

type Service = ReturnType<typeof aProcess>;
const drained = async (executions: MemoryExecutions, services: Service[]) => {
  while ((await executions.undrained()).length > 0) {
    for (const stored of await executions.undrained()) services[0]?.publisher.tell(stored);
    await Promise.all(services.map(one => one.publisher.idle()));
  }
};

describe('the engine', () => {
  it('commits a wide fan-out in a few writes', async () => {
    const executions = new MemoryExecutions();
    const { writer } = aProcess(executions);
    await writer.submit(id, create(256));
    const decisions = await Promise.all(Array.from({ length: 256 }, (_, i) => writer.submit(id, claim(i, 'alpha'))));
    expect(decisions.every(decision => decision.ok)).toBe(true);
    expect(executions.writes).toBeLessThanOrEqual(3);
  });

  it('creates once what is created again, also by a process that does not know of it', async () => {
    const executions = new MemoryExecutions();
    const processes = [aProcess(executions), aProcess(executions)] as const;
    await processes[0].writer.submit(id, create(2));
    await processes[0].writer.submit(id, claim(0, 'alpha'));
    const again = await processes[1].writer.submit(id, create(2));
    expect({ ok: again.ok, changes: again.ok && again.changes }).toEqual({ ok: true, changes: [] });
    expect(executions.rows.get(id)?.execution.view.steps[0]?.status).toBe('running');
  });

  it('does not write what changes nothing', async () => {
    const executions = new MemoryExecutions();
    const { writer } = aProcess(executions);
    await writer.submit(id, create(2));
    await writer.submit(id, claim(0, 'alpha'));
    const { writes } = executions;
    await writer.submit(id, create(2));
    await writer.submit(id, claim(0, 'alpha'));
    await writer.submit(id, { type: 'tick' });
    await writer.submit(id, claim(0, 'beta'));
    expect(executions.writes).toBe(writes);
  });

  it('gives each attempt to one session only, whichever process is asked', async () => {
    const executions = new MemoryExecutions();
    const services = [aProcess(executions), aProcess(executions), aProcess(executions)];
    await services[0]?.writer.submit(id, create(20));
    const asked = services.flatMap(({ writer }, who) =>
      Array.from({ length: 20 }, async (_, i) => ({ i, ok: (await writer.submit(id, claim(i, `session-${who}`))).ok })),
    );
    const granted = (await Promise.all(asked)).filter(({ ok }) => ok).map(({ i }) => i);
    expect(granted.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('publishes at once what is committed while the outbox is being trimmed', async () => {
    const executions = new MemoryExecutions();
    const { writer, publisher, feed } = aProcess(executions);
    await writer.submit(id, create(2));
    await publisher.idle();
    let once = async () => {
      once = async () => undefined;
      await writer.submit(id, claim(1, 'alpha'));
    };
    executions.whileTrimming = () => once();
    await writer.submit(id, claim(0, 'alpha'));
    await publisher.idle();
    const started = feed.events.filter(event => event.type === 'step.started').map(event => event.subject.slice(27));
    expect(started).toEqual(['s0', 's1']);
  });

  it('rings inside the trace of the execution', async () => {
    const { writer, publisher, outside } = aProcess(new MemoryExecutions());
    await writer.submit(id, create(1), trace);
    await publisher.idle();
    expect(outside.effects).toEqual([{ effect: expect.objectContaining({ kind: 'ring' }), traceparent: trace }]);
  });

  it('tells every event in the end, and they are the state, whatever the bus drops and whoever decides', async () => {
    const command = fc.record({
      i: fc.nat(5),
      who: fc.constantFrom('alpha', 'beta'),
      at: fc.nat(1),
      end: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 40 }), fc.array(fc.boolean()), async (commands, drops) => {
        const executions = new MemoryExecutions();
        const [history, feed] = [new MemoryHistory(), new Told()];
        const left = [...drops];
        feed.takes = () => left.pop() ?? true;
        const services = [aProcess(executions, history, feed), aProcess(executions, history, feed)];
        await services[0]?.writer.submit(id, create(6));
        await Promise.all(
          commands.map(({ i, who, at, end }) => services[at]?.writer.submit(id, end ? report(i, who) : claim(i, who))),
        );
        await drained(executions, services);
        const events = await history.read();
        const view = executions.rows.get(id)?.execution.view;
        expect(events.map(event => event.data.rev)).toEqual(Array.from({ length: view?.rev ?? 0 }, (_, i) => i + 1));
        expect(new Set(feed.events.map(event => event.id))).toEqual(new Set(events.map(event => event.id)));
        const [first] = events;
        if (first?.type !== 'execution.created') throw new Error('the first event creates it');
        const folded = events.map(changeOf).slice(1).reduce<ExecutionView>(evolve, first.data.execution);
        expect({ ...folded, rev: view?.rev }).toEqual(view);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
