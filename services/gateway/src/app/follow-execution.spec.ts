import type { StreamFrame } from '@switchyard/contracts';
import fc from 'fast-check';
import type { Trigger } from '../domain/trigger.js';
import { FollowExecution, type FollowOptions } from './follow-execution.js';
import { attemptOf, EmptyInbox, Feed, id, World } from './follow.story.js';
import { ReadExecution } from './read-execution.js';

const start = (world: World, options: Partial<FollowOptions> = {}) => {
  const following = new FollowExecution(world, new ReadExecution(world, new EmptyInbox()), new Feed(world));
  return following.open(id, { logs: true, from: new Map(), signal: new AbortController().signal, ...options });
};

const all = async (frames: AsyncGenerator<StreamFrame> | undefined): Promise<StreamFrame[]> => {
  const got: StreamFrame[] = [];
  for await (const frame of frames ?? []) got.push(frame);
  return got;
};
const revsIn = (frames: StreamFrame[]) =>
  frames.flatMap(frame => (frame.event === 'event' ? [frame.data.data.rev] : []));
const outputIn = (frames: StreamFrame[], step: string) =>
  frames.flatMap(frame => (frame.event === 'log' && frame.data.stepId === step ? [frame.data.text] : [])).join('');

const finished = (step: string, output: string): World => {
  const world = new World();
  world.happen('step.started', { attemptId: attemptOf(step) });
  world.logs.set(attemptOf(step), output);
  world.ends.set(attemptOf(step), Buffer.byteLength(output));
  world.happen('step.finished', { attemptId: attemptOf(step), logBytes: Buffer.byteLength(output) });
  world.happen('execution.finished', { status: 'success' });
  return world;
};

describe('following an execution', () => {
  it('whose trigger is on its way from here asks nobody before it has begun, and once then', async () => {
    const world = new World();
    let asked = 0;
    world.get = async () => {
      asked += 1;
      return world.view;
    };
    const trigger = { executionId: id, facts: { at: 'then' } } as Trigger;
    const reading = new ReadExecution(world, new EmptyInbox(), { find: () => trigger });
    const following = new FollowExecution(world, reading, new Feed(world));
    const signal = new AbortController().signal;
    const frames = await following.open(id, { logs: true, from: new Map(), signal });
    const first = frames?.next();
    expect([asked, world.listeners.size]).toEqual([0, 1]);
    const created = world.happen('execution.created');
    world.happen('execution.finished', { status: 'success' });
    for (const listener of world.listeners) listener.event(created);
    expect((await first)?.value).toMatchObject({ event: 'execution', data: { id, rev: 2 } });
    expect((await all(frames)).map(frame => frame.event)).toEqual(['end']);
    expect(asked).toBe(1);
  });

  it('that has ended gives its state, its output and its end', async () => {
    const frames = await all(await start(finished('one', 'a long line of output\n')));
    expect(frames.map(frame => frame.event)).toEqual(['execution', 'log', 'log', 'log', 'log', 'end']);
    expect(outputIn(frames, 'one')).toBe('a long line of output\n');
  });

  it('goes on after the event and the output that a reader has', async () => {
    const from = new Map([[attemptOf('one'), 7]]);
    const frames = await all(await start(finished('one', 'a long line\n'), { after: 1, from }));
    expect(frames[0]?.event).not.toBe('execution');
    expect(revsIn(frames)).toEqual([2, 3]);
    expect(outputIn(frames, 'one')).toBe('line\n'.padStart(5));
  });

  it('without output gives none', async () => {
    const frames = await all(await start(finished('one', 'something\n'), { logs: false }));
    expect(frames.map(frame => frame.event)).toEqual(['execution', 'end']);
  });

  it('gives the output of the one attempt that is asked for', async () => {
    const world = finished('one', 'something\n');
    world.events_.pop();
    world.happen('step.started', { attemptId: attemptOf('two') });
    world.logs.set(attemptOf('two'), 'more\n');
    world.ends.set(attemptOf('two'), 5);
    world.happen('step.finished', { attemptId: attemptOf('two'), logBytes: 5 });
    world.happen('execution.finished', { status: 'success' });
    for (const after of [undefined, 1, 3]) {
      const frames = await all(
        await start(world, { only: attemptOf('two'), ...(after === undefined ? {} : { after }) }),
      );
      expect(outputIn(frames, 'one')).toBe('');
      expect(outputIn(frames, 'two')).toBe('more\n');
    }
  });

  it('that nobody knows gives nothing, and listens to nothing', async () => {
    const world = new World();
    world.get = async () => undefined;
    expect(await start(world)).toBeUndefined();
    expect(world.listeners.size).toBe(0);
  });

  it('stops listening when the reader leaves', async () => {
    const world = new World();
    world.happen('execution.started');
    const enough = new AbortController();
    const frames = await start(world, { signal: enough.signal });
    await frames?.next();
    expect(world.listeners.size).toBe(1);
    const rest = all(frames);
    enough.abort();
    await rest;
    expect(world.listeners.size).toBe(0);
  });

  it('gives every event once and in order, and all output before the end of its step, whatever is lost, doubled or late', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 });
    const fate = fc.constantFrom('told', 'told', 'told', 'lost', 'doubled', 'late');
    const steps = fc.array(fc.array(fc.tuple(text, fate), { maxLength: 5 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.array(fate, { minLength: 20, maxLength: 20 }),
        fc.nat(3),
        async (given, fates, early) => {
          const world = new World();
          const late: (() => void)[] = [];
          const left = [...fates];
          const live = (how: string | undefined, tell: () => void) => {
            if (how === 'late') late.push(tell);
            if (how === 'told' || how === 'doubled') tell();
            if (how === 'doubled') tell();
          };
          const happen = (...[type, data]: Parameters<World['happen']>) => {
            const event = world.happen(type, data);
            live(left.pop(), () => world.listeners.forEach(one => one.event(event)));
          };
          for (let i = 0; i <= early; i += 1) happen('execution.started');
          const got = start(world).then(all);
          await new Promise(setImmediate);
          const whole = new Map<string, string>();
          for (const [index, pieces] of given.entries()) {
            const step = `s${index}`;
            const attemptId = attemptOf(step);
            happen('step.started', { attemptId });
            for (const [piece, how] of pieces) {
              const before = whole.get(step) ?? '';
              whole.set(step, before + piece);
              world.logs.set(attemptId, before + piece);
              const chunk = { offset: Buffer.byteLength(before), bytes: new Uint8Array(Buffer.from(piece)) };
              live(how, () => world.listeners.forEach(one => one.chunk(attemptId, chunk)));
              await new Promise(setImmediate);
            }
            const logBytes = Buffer.byteLength(whole.get(step) ?? '');
            world.ends.set(attemptId, logBytes);
            happen('step.finished', { attemptId, logBytes });
            late.splice(0).forEach(tell => tell());
          }
          // The last one is always told: what nobody tells is found by looking again, after seconds.
          left.push('told');
          happen('execution.finished', { status: 'success' });
          const frames = await got;
          const [first] = frames;
          const from = first?.event === 'execution' ? first.data.rev : 0;
          expect(revsIn(frames)).toEqual(Array.from({ length: world.events_.length - from }, (_, i) => from + i + 1));
          for (const [index] of given.entries()) {
            expect(outputIn(frames, `s${index}`)).toBe(whole.get(`s${index}`) ?? '');
            const end = frames.findIndex(
              frame =>
                frame.event === 'event' &&
                frame.data.type === 'step.finished' &&
                frame.data.data.attemptId === attemptOf(`s${index}`),
            );
            const last = frames.findLastIndex(frame => frame.event === 'log' && frame.data.stepId === `s${index}`);
            expect(last).toBeLessThan(end);
          }
          expect(frames.at(-1)).toEqual({ event: 'end', data: { status: 'success' } });
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
