import type { ProjectId, RunPipelineReply } from '@switchyard/contracts';
import { anExecutionId } from '@switchyard/testkit';
import { setUp as setUpTriggers } from './accept-trigger.story.js';
import { nearMs, QueueLimit } from './queue-limit.js';

const project = 'default' as ProjectId;

const setUp = (most = 10) => {
  const { world, handOver, clock } = setUpTriggers();
  const asked: ProjectId[] = [];
  let release: (() => void) | undefined;
  const gate = { isOpen: true, open: () => release?.() };
  world.load = async (about: ProjectId = project) => {
    asked.push(about);
    // What was counted is what there was when it was asked.
    const { queued } = world;
    if (!gate.isOpen) await new Promise<void>(resolve => (release = resolve));
    if (queued === undefined) throw new Error('the execution service is away');
    return { queued, running: 0 };
  };
  return { limit: new QueueLimit(world, handOver, clock, most), world, clock, asked, gate };
};

describe('the limit of what is in line', () => {
  it('is exact for one gateway, however many ask at once, and asks a few times only', async () => {
    const { limit, asked } = setUp();
    const taken = await Promise.all(Array.from({ length: 50 }, () => limit.take(project)));
    expect(taken.filter(one => typeof one !== 'number')).toHaveLength(10);
    expect(taken.filter(one => typeof one === 'number')).toEqual(Array(40).fill(10));
    expect(asked).toEqual([project, project]);
  });

  it('is the same for triggers that are on their way, and for those that have arrived', async () => {
    const { pipelines, world, ask, handOver } = setUpTriggers(10);
    pipelines.answer = async (): Promise<RunPipelineReply> => {
      world.queued = (world.queued ?? 0) + 1;
      return { result: 'started', executionId: anExecutionId() };
    };
    const results = await Promise.all(Array.from({ length: 50 }, () => ask()));
    expect(results.filter(({ result }) => result === 'accepted')).toHaveLength(10);
    await handOver.idle();
    expect(world.queued).toBe(10);
  });

  it('sends one question at a time for each project', async () => {
    const { limit, asked, gate } = setUp();
    gate.isOpen = false;
    const all = Promise.all([...Array.from({ length: 5 }, () => limit.take(project)), limit.exceeded(project)]);
    limit.lookAhead(project);
    expect(asked).toEqual([project]);
    gate.open();
    expect((await all).map(one => typeof one)).toEqual([...Array(5).fill('object'), 'undefined']);
    gate.isOpen = true;
    await limit.take('other' as ProjectId);
    expect(asked).toEqual([project, 'other']);
  });

  it('trusts an answer for a second while it is far, and for a quarter of one while it is near', async () => {
    const { limit, world, clock, asked } = setUp();
    await limit.take(project);
    clock.at += 1_000;
    await limit.take(project);
    expect(asked).toHaveLength(1);
    world.queued = 8;
    clock.at += 1;
    // The second question counts the two places that nobody has settled.
    expect(await limit.exceeded(project)).toBe(10);
    world.queued = 7;
    clock.at += nearMs;
    expect(await limit.exceeded(project)).toBe(10);
    clock.at += 1;
    expect(await limit.exceeded(project)).toBeUndefined();
    expect(asked).toHaveLength(3);
  });

  it('refuses nobody for what has left the line meanwhile', async () => {
    const { limit, world, asked } = setUp(3);
    for (let n = 0; n < 20; n += 1) {
      const place = await limit.take(project);
      expect(typeof place).toBe('object');
      // It is handed over, and runs at once.
      if (typeof place === 'object') place.settle(true);
      world.queued = 0;
    }
    expect(asked.length).toBeLessThan(20);
  });

  it('gives places back that came to nothing, also those that an answer has counted', async () => {
    const { limit, clock } = setUp(3);
    const [first, second] = [await limit.take(project), await limit.take(project)];
    if (typeof first === 'object') first.settle(false);
    clock.at += 1_001;
    expect(await limit.exceeded(project)).toBeUndefined();
    if (typeof second === 'object') second.settle(false);
    const places = [await limit.take(project), await limit.take(project), await limit.take(project)];
    expect(places.map(one => typeof one)).toEqual(['object', 'object', 'object']);
    expect(await limit.take(project)).toBe(3);
  });

  it('counts what was accepted without a place, also while a question is on its way', async () => {
    const { limit, gate, clock } = setUp(3);
    expect(await limit.exceeded(project)).toBeUndefined();
    clock.at += 1_001;
    gate.isOpen = false;
    const exceeded = limit.exceeded(project);
    for (let n = 0; n < 2; n += 1) limit.accepted(project);
    gate.open();
    expect(await exceeded).toBeUndefined();
    gate.isOpen = true;
    expect(typeof (await limit.take(project))).toBe('object');
  });

  it('refuses nobody while nobody can count, and counts again a second later', async () => {
    const { limit, world, clock, asked } = setUp(3);
    world.queued = undefined;
    for (let n = 0; n < 5; n += 1) expect(typeof (await limit.take(project))).toBe('object');
    world.queued = 3;
    clock.at += 1_001;
    expect(await limit.take(project)).toBe(8);
    expect(asked.length).toBeGreaterThan(2);
  });
});
