import type { DeliverEvent, DeliverEventReply, DeliveryView, PipelineId } from '@switchyard/contracts';
import type { KeptToken } from '../domain/webhook-proof.js';
import { AcceptDelivery } from './accept-delivery.js';
import { pipeline, setUp as setUpTriggers } from './accept-trigger.story.js';
import { KeepWebhookTokens } from './keep-webhook-tokens.js';
import { WebhookTokens } from './ports.js';
import { QueueLimit } from './queue-limit.js';

const unknown = '01m84ywyccwh2egkrpyg85s86c' as PipelineId;

class MemoryTokens extends WebhookTokens {
  readonly rows = new Map<PipelineId, KeptToken>();
  async find(id: PipelineId) {
    return this.rows.get(id);
  }
  async put(id: PipelineId, token: KeptToken) {
    const replaced = this.rows.has(id);
    this.rows.set(id, token);
    return replaced;
  }
  async remove(id: PipelineId) {
    return this.rows.delete(id);
  }
}

describe('the token of a webhook', () => {
  const setUp = () => {
    const { pipelines, clock } = setUpTriggers();
    const store = new MemoryTokens();
    return { store, tokens: new KeepWebhookTokens(store, pipelines, clock, 'k'.repeat(32)) };
  };
  const shown = (token: string | undefined) => ({ kind: 'token' as const, token: token ?? '' });

  it('is made once, and the next one takes its place', async () => {
    const { store, tokens } = setUp();
    const first = await tokens.make(pipeline.id, 'alice');
    expect(first?.replaced).toBe(false);
    expect(await tokens.check(pipeline.id, shown(first?.token))).toBe('ok');
    const second = await tokens.make(pipeline.id, 'bob');
    expect(second?.replaced).toBe(true);
    expect(await tokens.check(pipeline.id, shown(first?.token))).toBe('wrong');
    expect(await tokens.check(pipeline.id, shown(second?.token))).toBe('ok');
    expect(JSON.stringify([...store.rows.values()])).not.toContain(second?.token);
    expect(store.rows.get(pipeline.id)?.createdBy).toBe('bob');
  });

  it('lets nobody in who shows none, or where there is none', async () => {
    const { tokens } = setUp();
    expect(await tokens.check(pipeline.id, shown('yhk_guess'))).toBe('none-made');
    const made = await tokens.make(pipeline.id, 'alice');
    expect(await tokens.check(pipeline.id, undefined)).toBe('none-shown');
    expect(await tokens.remove(pipeline.id)).toBe(true);
    expect(await tokens.remove(pipeline.id)).toBe(false);
    expect(await tokens.check(pipeline.id, shown(made?.token))).toBe('none-made');
  });

  it('is not made for a pipeline that is not there', async () => {
    const { store, tokens } = setUp();
    expect(await tokens.make(unknown, 'alice')).toBeUndefined();
    expect(store.rows.size).toBe(0);
  });
});

describe('a delivery', () => {
  const setUp = () => {
    const { pipelines, handOver, world, clock } = setUpTriggers();
    const delivered: unknown[] = [];
    const delivery = { id: 'a', decision: 'accepted', executionId: 'e' } as unknown as DeliveryView;
    const replies = { next: { result: 'taken', delivery, repeated: false } as DeliverEventReply };
    const deliver = async (message: Omit<DeliverEvent, 'v'>) => {
      delivered.push(message);
      return replies.next;
    };
    const accepting = new AcceptDelivery(
      Object.assign(pipelines, { deliver }),
      new QueueLimit(world, handOver, clock, 3),
    );
    const ask = (pipelineId = pipeline.id) =>
      accepting.run({
        pipelineId,
        deliveryId: 'a',
        event: { kind: 'other', event: 'x', actor: 'webhook' },
        payload: '',
        payloadBytes: 0,
      });
    return { ask, delivered, world, replies };
  };

  it('goes to the service that decides about it', async () => {
    const { ask, delivered } = setUp();
    expect(await ask()).toMatchObject({ result: 'taken', delivery: { executionId: 'e' } });
    expect(delivered).toHaveLength(1);
  });

  it('of a pipeline that is not there, or of a project with too much in line, goes nowhere', async () => {
    const { ask, delivered, world } = setUp();
    expect(await ask(unknown)).toEqual({ result: 'unknown-pipeline' });
    world.queued = 3;
    expect(await ask()).toEqual({ result: 'too-many-queued', queued: 3, most: 3, project: 'default' });
    expect(delivered).toEqual([]);
  });

  it('counts as in line only where something new will run', async () => {
    const { ask, replies } = setUp();
    const taken = replies.next as Extract<DeliverEventReply, { result: 'taken' }>;
    const { executionId: _, ...nothing } = taken.delivery;
    replies.next = { ...taken, delivery: { ...nothing, decision: 'skipped' } };
    for (let n = 0; n < 5; n += 1) expect(await ask()).toMatchObject({ result: 'taken' });
    replies.next = { ...taken, repeated: true };
    for (let n = 0; n < 5; n += 1) expect(await ask()).toMatchObject({ result: 'taken' });
  });
});
