import type { AttemptId, Grant } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { begun } from './begin-and-end.js';
import { Connector, type Place, type RunningAttempt } from './connector.js';
import { Machine, MachineConnector } from './worker.story.js';

const id = '01m84ywyccwh2egkrpyg85s86c.a.1' as AttemptId;
const grant = { attemptId: id } as Grant;
const place: Place = { directory: '/nowhere', workspace: '/nowhere' };

/** Sees an earlier start only after its own was refused. */
class LateLook extends Connector {
  readonly type = 'null' as const;
  private looks = 0;

  constructor(
    private readonly inner: Connector,
    private readonly code: string,
  ) {
    super();
  }

  async start(): Promise<RunningAttempt> {
    throw new Fault({ code: this.code, message: 'refused', blame: 'platform', retry: false });
  }

  async adopt(asked: Grant, at: Place): Promise<RunningAttempt | undefined> {
    this.looks += 1;
    return this.looks > 1 ? this.inner.adopt(asked, at) : undefined;
  }
}

describe('the beginning of an attempt', () => {
  it('finds the start that a killed process had under way', async () => {
    const machine = new Machine();
    machine.start(id);
    const running = await begun(new LateLook(new MachineConnector(machine), 'already-started'), grant, place);
    machine.finish(id);
    expect(await running.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(machine.starts.get(id)).toBe(1);
  });

  it.each(['already-started', 'shim-failed'])('is an end with its reason where nothing runs (%s)', async code => {
    const running = await begun(new LateLook(new MachineConnector(new Machine()), code), grant, place);
    expect(await running.outcome()).toMatchObject({ kind: 'failed', failure: 'platform', reason: 'refused' });
  });
});
