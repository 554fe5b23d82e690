import type { AttemptId, Grant, PortNote, SessionId } from '@switchyard/contracts';
import { Connector, type Place, type RunningAttempt } from '../connector.js';
import { FakePlatform, Machine, MachineConnector } from '../worker.story.js';
import { PortTeller } from './port-teller.js';
import { tellPorts } from './tell-ports.js';

const attemptId = '01m84ywyccwh2egkrpyg85s86c.serve.1' as AttemptId;
const grant = { attemptId } as Grant;
const place: Place = { directory: '/nowhere', workspace: '/nowhere' };
const http: PortNote = { name: 'http', address: '127.0.0.1', port: 20_001 };
const [first, second] = ['a', 'b'] as [SessionId, SessionId];

/** Its steps publish ports as soon as these are known. */
class Publishing extends Connector {
  readonly type = 'null';
  readonly known = Promise.withResolvers<PortNote[]>();
  constructor(private readonly inner: MachineConnector) {
    super();
  }
  async start(): Promise<RunningAttempt> {
    return { ...(await this.inner.start(grant, place)), ports: this.known.promise };
  }
  async adopt(): Promise<RunningAttempt | undefined> {
    const found = await this.inner.adopt(grant);
    return found && { ...found, ports: this.known.promise };
  }
}

describe('ports of a step', () => {
  const platform = () => {
    const one = new FakePlatform();
    one.held.set(attemptId, { nonce: 'n', session: first });
    return one;
  };
  const machine = new Machine();
  const teller = (to: FakePlatform, session = first) => {
    const connector = new Publishing(new MachineConnector(machine));
    const journal = { find: async () => ({ attemptId, nonce: 'n' }) };
    return {
      connector,
      teller: new PortTeller(connector, tellPorts({ platform: to, journal, session: () => session })),
    };
  };
  const told = async (one: FakePlatform) => {
    while (!one.ports.has(attemptId)) await new Promise(setImmediate);
    return one.ports.get(attemptId);
  };

  it('are told when they are known, until the platform has heard of them', async () => {
    const to = platform();
    const fates = ['lost', 'answer lost'] as const;
    let said = 0;
    to.fate = () => fates[said++] ?? 'arrives';
    const { connector, teller: one } = teller(to);
    await one.start(grant, place);
    await new Promise(setImmediate);
    expect(said).toBe(0);
    connector.known.resolve([http]);
    expect(await told(to)).toEqual([http]);
    while (said < 3) await new Promise(setImmediate);
  });

  it('are told again by who takes the step up', async () => {
    const to = platform();
    to.held.set(attemptId, { nonce: 'n', session: second });
    const { connector, teller: one } = teller(to, second);
    connector.known.resolve([http]);
    await one.adopt(grant, place);
    expect(await told(to)).toEqual([http]);
  });

  it('are nobody’s to tell after its end', async () => {
    const to = platform();
    const { connector, teller: one } = teller(to);
    const running = await one.start(grant, place);
    machine.finish(attemptId);
    expect(await running.outcome()).toMatchObject({ kind: 'exited' });
    connector.known.resolve([http]);
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    expect(to.ports.size).toBe(0);
  });

  it('are none where its connector publishes none', async () => {
    const own = new MachineConnector(machine);
    const one = new PortTeller(own, () => Promise.reject(new Error('nothing is to be told')));
    expect(await one.start(grant, place)).not.toHaveProperty('ports');
  });
});
