import { setTimeout as after } from 'node:timers/promises';
import { eventually, type House } from '../../house.js';
import { aClaimant, ByHand } from '../by-hand.js';
import { commonHouse } from '../common-house.js';
import { Counted } from '../counted.js';
import { busOf, Outsider } from '../outsider.js';
import { hurried, long } from '../profile.js';
import { FaultProxy } from '../proxy.js';
import { seeded, shuffled } from '../../seeded.js';
import { Wire } from '../wire.js';

const seeds = Array.from({ length: long ? 200 : 8 }, (_, i) => i + 1);
const pieces = ['one, ', 'two, ', 'three, ', 'four.\n'];

describe('messages', () => {
  let house: House;
  let wires: Wire[];
  let hand: ByHand;
  beforeAll(async () => {
    house = await commonHouse();
    wires = await Promise.all(['pipeline', 'connector-azure', 'execution'].map(user => Wire.as(house, user)));
    hand = new ByHand(house, wires[0]!, wires[1]!);
  });
  afterAll(async () => {
    await Promise.all(wires.map(one => one.stop()));
  });

  it(
    `of a connector may come three times each and in any order (${seeds.length} seeds)`,
    async () => {
      for (const seed of seeds) {
        const chance = seeded(seed);
        const { id, attempts } = await hand.create(2);
        const text = pieces.join('');
        const mine = attempts.map(attemptId => ({ attemptId, by: aClaimant() }));
        const messages = mine.flatMap(({ attemptId, by }) => [
          () => hand.claim(attemptId, by),
          () => hand.adopt(attemptId, by),
          () => hand.report(attemptId, by, text.length),
          () => hand.report(attemptId, aClaimant(), 0),
          ...pieces.map((piece, i) => () => hand.chunk(attemptId, pieces.slice(0, i).join('').length, piece)),
        ]);
        for (const send of shuffled([...messages, ...messages, ...messages], chance))
          if (chance() < 0.5) await send();
          else void send();
        // A connector repeats its claim and its report until both are answered.
        for (const { attemptId, by } of mine) {
          await hand.claim(attemptId, by);
          await eventually('a final report with all output', async () => {
            const reply = await hand.report(attemptId, by, text.length);
            return reply.result === 'ok' && reply.logStored === text.length;
          });
        }
        const view = await house.ended(id);
        expect({ seed, status: view.status }).toEqual({ seed, status: 'success' });
        for (const step of view.steps) expect(await house.output(view, step.name)).toBe(text);
        await hand.checkFold(id);
        const types = (await hand.eventsOf(id)).map(event => event.type);
        expect(types.filter(type => type === 'step.started' || type === 'step.finished')).toHaveLength(4);
      }
    },
    long ? 300_000 : 60_000,
  );

  it('that ring for an attempt five times start it once', async () => {
    const counted = new Counted(house);
    await counted.begin(6);
    const bells = counted.ids.flatMap(id => ['a', 'b', 'c'].map(step => `${id}.${step}.1`));
    const chance = seeded(7);
    for (const attemptId of shuffled(Array.from({ length: 5 }, () => bells).flat(), chance))
      await wires[2]!.keep('yard.job.shell.default', JSON.stringify({ v: 1, attemptId }));
    await counted.check();
    counted.remove();
  });

  it('whose acknowledgements are lost with the line, again and again, start nothing twice', async () => {
    const line = await FaultProxy.to(await busOf(house));
    const bus = line.through(await busOf(house));
    const second = await Outsider.start(house, 'connector-shell', { bus, environment: hurried });
    const counted = new Counted(house);
    try {
      await counted.begin(8, 1);
      for (let i = 0; i < 5; i += 1) {
        await after(500);
        line.reset();
      }
      await counted.check();
      // What was not acknowledged is delivered again after half a minute.
      if (long)
        await eventually('no bell left', async () => (await wires[2]!.owedTo('JOBS', 'shell-default')) === 0, 60_000);
      await counted.check();
    } finally {
      counted.remove();
      await second.stop();
      await line.stop();
    }
  }, 120_000);

  it('that are poison end as dead letters; the good ones between them are heard', async () => {
    const before = await wires[2]!.heldBy('DLQ');
    const poison = ['', '{', 'null', '[]', '{"v":1}', '{"v":1,"attemptId":7}', '{"v":1,"attemptId":"x.y.z"}', '"bell"'];
    const steps = Array.from({ length: long ? 50 : 5 }, (_, i) => ({ name: `s${i}`, null: {} }));
    const { pipeline } = await house.apply(
      JSON.stringify({ name: 'good', stages: [{ name: 'all', parallel: true, steps }] }),
    );
    const ids = [];
    for (let i = 0; i < 100; i += 1) {
      if (i % 5 === 0) ids.push(await house.trigger(pipeline.id));
      await wires[2]!.keep('yard.job.null.default', poison[i % poison.length] ?? '');
    }
    for (const id of ids) {
      const view = await house.ended(id);
      expect(view.status).toBe('success');
      expect(view.steps.every(step => step.attempts.length === 1)).toBe(true);
    }
    await eventually('a hundred dead letters', async () => (await wires[2]!.heldBy('DLQ')) - before === 100);
    await eventually('an empty work queue', async () => (await wires[2]!.owedTo('JOBS', 'null-default')) === 0);
  }, 120_000);
});
