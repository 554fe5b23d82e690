import type { DeliverToProjectReply, ProjectId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { contentMsOf, type HookDelivery, type Settled, settledBy } from '../../domain/hooks/hook-delivery.js';
import { StoppedClock } from '../accept-trigger.story.js';
import type { QueueLimit } from '../queue-limit.js';
import { HandOverHooks } from './hand-over-hooks.js';
import { HookInbox, HookTrouble, ProjectDeliveries } from './ports.js';

const project = 'default' as ProjectId;
const event = { kind: 'push' as const, event: 'push', actor: 'alice', repository: 'https://git.example/web.git' };
const outcome = (decision: 'accepted' | 'skipped' | 'refused') => ({ pipelineId: 'p', pipelineName: 'web', decision });

class MemoryInbox extends HookInbox {
  readonly rows: HookDelivery[] = [];
  async add(delivery: HookDelivery) {
    this.rows.push(delivery);
    return undefined;
  }
  async settle(id: string, settled: Settled) {
    Object.assign((await this.find(id)) ?? {}, settled);
  }
  async note(id: string, reason: string) {
    Object.assign((await this.find(id)) ?? {}, { reason });
  }
  async waiting(at: number, limit: number) {
    return this.rows.filter(row => row.outcome === 'waiting' && Date.parse(row.at) < at).slice(0, limit);
  }
  async find(id: string) {
    return this.rows.find(row => row.id === id);
  }
  async list() {
    return this.rows;
  }
}

class Pipelines extends ProjectDeliveries {
  readonly asked: string[] = [];
  answer: () => Promise<DeliverToProjectReply> = async () => ({ outcomes: [], more: 0 });
  async deliver({ deliveryId }: { deliveryId: string }) {
    this.asked.push(deliveryId);
    return this.answer();
  }
}

class Troubles extends HookTrouble {
  readonly noted: string[] = [];
  note(id: string) {
    this.noted.push(id);
  }
}

const setUp = async () => {
  const [inbox, pipelines, troubles, clock] = [new MemoryInbox(), new Pipelines(), new Troubles(), new StoppedClock()];
  const limit = { queued: undefined as number | undefined, accepted: 0 };
  const queue = {
    most: 3,
    exceeded: async () => limit.queued,
    accepted: () => (limit.accepted += 1),
  } as unknown as QueueLimit;
  const at = new Date(clock.at).toISOString();
  const row: HookDelivery = {
    id: 'a',
    project,
    door: 'github',
    at,
    event,
    payload: '',
    payloadBytes: 0,
    outcome: 'waiting',
  };
  await inbox.add(row);
  const handOver = new HandOverHooks(inbox, pipelines, queue, troubles, clock);
  const sweep = async () => {
    await handOver.sweep();
    await handOver.idle();
  };
  return { row, pipelines, troubles, clock, limit, handOver, sweep };
};

const away = (retry: boolean) => async () => {
  throw new Fault({ code: 'x', message: 'nobody is there', blame: 'platform', retry });
};

describe('what came to a project', () => {
  it('is handed over once while it is on its way, and not again when it is settled', async () => {
    const { row, pipelines, clock, handOver, sweep } = await setUp();
    handOver.begin(row);
    handOver.begin(row);
    await handOver.idle();
    clock.at += 10_000;
    await sweep();
    expect(pipelines.asked).toEqual(['a']);
    expect(row).toMatchObject({
      outcome: 'skipped',
      reason: expect.stringContaining('names https://git.example/web.git'),
    });
  });

  it('waits while nobody can take it, and is taken up by the sweep', async () => {
    const { row, pipelines, troubles, clock, sweep } = await setUp();
    pipelines.answer = away(true);
    clock.at += 2_000;
    await sweep();
    expect([row.outcome, troubles.noted]).toEqual(['waiting', ['a']]);
    pipelines.answer = async () => ({ outcomes: [outcome('accepted')] as never, more: 0 });
    await sweep();
    expect(row.outcome).toBe('started');
  });

  it('is refused with the reason where no retry helps, and after a day', async () => {
    const { row, pipelines, clock, sweep } = await setUp();
    pipelines.answer = away(true);
    clock.at += 86_400_001;
    await sweep();
    expect(row).toMatchObject({ outcome: 'refused', reason: 'nobody could take it for a day: nobody is there' });
    Object.assign(row, { outcome: 'waiting' });
    pipelines.answer = away(false);
    await sweep();
    expect(row).toMatchObject({ outcome: 'refused', reason: 'nobody is there' });
  });

  it('waits where its project has too much in line, and says so', async () => {
    const { row, pipelines, clock, limit, sweep } = await setUp();
    limit.queued = 3;
    clock.at += 2_000;
    await sweep();
    expect([pipelines.asked, row.outcome]).toEqual([[], 'waiting']);
    expect(row.reason).toBe('project default has 3 executions queued, and 3 is the most');
  });
});

describe('the outcome of a delivery', () => {
  it.each([
    [[outcome('skipped'), outcome('accepted'), outcome('refused')], 'started'],
    [[outcome('skipped'), outcome('refused')], 'refused'],
    [[outcome('skipped')], 'skipped'],
    [[], 'skipped'],
  ])('of %j is %s', (outcomes, expected) => {
    expect(settledBy({ event, project }, outcomes as never).outcome).toBe(expected);
  });

  it('counts the same content as the same, unless its sender numbers it and is of no known kind', () => {
    const minutes = (ms: number | undefined) => (ms === undefined ? undefined : ms / 60_000);
    expect([
      minutes(contentMsOf('github', true, true)),
      minutes(contentMsOf('gitlab', false, true)),
      minutes(contentMsOf('generic', false, false)),
      minutes(contentMsOf('generic', false, true)),
      minutes(contentMsOf('generic', true, true)),
    ]).toEqual([43_200, 10, 10, undefined, 43_200]);
  });
});
