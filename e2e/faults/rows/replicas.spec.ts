import { setTimeout as after } from 'node:timers/promises';
import type { ExecutionId } from '@switchyard/contracts';
import { House } from '../../house.js';
import { aClaimant, ByHand } from '../by-hand.js';
import { Counted } from '../counted.js';
import { busOf, Outsider } from '../outsider.js';
import { hurried, long } from '../profile.js';
import { FaultProxy } from '../proxy.js';
import { seeded, shuffled } from '../../seeded.js';
import { StoreProcess } from '../store-process.js';
import { Wire } from '../wire.js';

const transitions = long ? 10_000 : 160;
const steps = 40;
/** Of each step: queued, started, adopted by another session, finished. */
const perStep = 4;
const executions = Math.ceil(transitions / (steps * perStep));

describe('replicas of the execution service', () => {
  let store: StoreProcess;
  let house: House;
  let replicas: Outsider[];
  let wires: Wire[];
  let hand: ByHand;
  beforeAll(async () => {
    store = await StoreProcess.start();
    house = await House.start({ processes: true, environment: { ...hurried, MONGODB_URI: store.uri } });
    const options = { store: store.uri, environment: hurried };
    replicas = await Promise.all([1, 2].map(() => Outsider.start(house, 'execution', options)));
    wires = await Promise.all(['pipeline', 'connector-azure'].map(user => Wire.as(house, user)));
    hand = new ByHand(house, wires[0]!, wires[1]!);
  });
  afterAll(async () => {
    await Promise.all([...wires, ...replicas].map(one => one.stop()));
    await house.stop();
    await store.stop();
  });

  /** Claims by rivals, repeated by each; the one that is granted moves to a new session, and reports twice. */
  const carry = async (chance: () => number): Promise<ExecutionId> => {
    const { id, attempts } = await hand.create(steps);
    await Promise.all(
      shuffled(attempts, chance).map(async attemptId => {
        const rivals = [aClaimant(), aClaimant(), aClaimant()];
        const answers = await Promise.all(
          shuffled([...rivals, ...rivals], chance).map(async by => ({ by, reply: await hand.claim(attemptId, by) })),
        );
        const granted = new Set(answers.filter(({ reply }) => reply.result === 'granted').map(({ by }) => by));
        expect(granted.size).toBe(1);
        const [winner = aClaimant()] = granted;
        const restarted = { ...aClaimant(), nonce: winner.nonce };
        await Promise.all([1, 2, 3].map(() => hand.adopt(attemptId, restarted)));
        const reports = await Promise.all([1, 2].map(() => hand.report(attemptId, restarted)));
        expect(reports.map(reply => reply.result)).toEqual(['ok', 'ok']);
      }),
    );
    return id;
  };

  it(
    `make ${transitions} transitions without losing one, three of them`,
    async () => {
      const chance = seeded(1);
      const ids: ExecutionId[] = [];
      for (let i = 0; i < executions; i += 4)
        ids.push(...(await Promise.all(Array.from({ length: Math.min(4, executions - i) }, () => carry(chance)))));
      let seen = 0;
      for (const id of ids) {
        const view = await house.ended(id);
        expect(view.status).toBe('success');
        seen += await hand.checkFold(id);
        expect(view.steps.every(step => step.attempts.length === 1)).toBe(true);
      }
      expect(seen).toBeGreaterThanOrEqual(transitions);
    },
    long ? 600_000 : 90_000,
  );

  it('lose and repeat nothing while another is in a black hole, with commands on their way to it; nor when it is back', async () => {
    const bus = await busOf(house);
    const lines = [await FaultProxy.to(bus), await FaultProxy.to(store.uri)] as const;
    const away = await Outsider.start(house, 'execution', {
      bus: lines[0].through(bus),
      store: lines[1].through(store.uri),
      environment: hurried,
    });
    const counted = new Counted(house);
    try {
      await counted.begin(4, 1);
      await counted.running();
      for (const line of lines) line.blackHole();
      // The bus goes on giving it some of the commands, and each of those is answered late or never.
      await after((long ? 60 : 5) * 1_000);
      for (const line of lines) line.pass();
      await counted.check();
      await counted.begin(2);
      await counted.check();
    } finally {
      counted.remove();
      await away.stop();
      await Promise.all(lines.map(line => line.stop()));
    }
  }, 150_000);
});
