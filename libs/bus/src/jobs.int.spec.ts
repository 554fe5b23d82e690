import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/transport-node';
import { trace } from '@opentelemetry/api';
import { type Pool, streams } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { inSpan, startTelemetry, traceparentOf } from '@switchyard/telemetry';
import { TestBus } from '@switchyard/testkit/servers';
import type { Bus } from './bus.js';
import { StreamKeeper } from './stream-keeper.js';

const bell = { v: 1, attemptId: 'x' };
const subject = 'yard.job.shell.default';

describe('the bus carries jobs', () => {
  let server: TestBus;
  let execution: Bus;
  let shell: Bus;

  beforeAll(async () => {
    await startTelemetry({ service: 'test', log: { level: 'fatal' } });
    server = await TestBus.start();
    execution = await server.as('execution');
    shell = await server.as('connector-shell');
    await ensure();
  });
  afterAll(() => server.stop());

  const ensure = async () => {
    const keeper = new StreamKeeper(execution);
    await keeper.ensureStreams();
    await keeper.ensureBell('shell', 'default' as Pool);
  };
  const pull = (handle: Parameters<Bus['pull']>[0]['handle'], room = () => 8) =>
    shell.pull({ stream: streams.jobs.name, consumer: 'shell-default', room, handle });

  it('once each, inside the trace of whoever rang', async () => {
    const arrived = new Promise<string | undefined>(resolve => {
      const loop = pull(async () => {
        resolve(traceparentOf());
        void loop.stop();
      });
    });
    const rang = await inSpan('rings', { service: 'test' }, async () => {
      await execution.keep(subject, bell);
      return trace.getActiveSpan()?.spanContext().traceId;
    });
    expect((await arrived)?.split('-')[1]).toBe(rang);
  });

  it('and buries one that no retry can heal, with the reason', async () => {
    const { next: letter } = await deadLetters(execution);
    const loop = pull(async () => {
      throw new Fault({ code: 'bad-bell', message: 'poison', blame: 'platform', retry: false });
    });
    await execution.keep(subject, { v: 1, poison: true });
    const buried = await letter;
    await loop.stop();
    expect(buried.headers?.get('Yard-Reason')).toContain('bad-bell');
    expect(buried.json()).toEqual({ v: 1, poison: true });
  });

  it('again when the handler wants it later', async () => {
    const deliveries: number[] = [];
    await new Promise<void>(resolve => {
      const loop = pull(async message => {
        deliveries.push(message.deliveries);
        if (message.deliveries < 3) return { kind: 'later', delayMs: 1 };
        void loop.stop().then(resolve);
        return undefined;
      });
      void execution.keep(subject, bell);
    });
    expect(deliveries).toEqual([1, 2, 3]);
  });

  it('never more at once than there is room', async () => {
    let inHand = 0;
    let most = 0;
    let done = 0;
    await new Promise<void>(resolve => {
      const loop = pull(
        async () => {
          most = Math.max(most, (inHand += 1));
          await new Promise(setImmediate);
          inHand -= 1;
          if ((done += 1) === 40) void loop.stop().then(resolve);
          else setImmediate(() => loop.poke());
        },
        () => 3 - inHand,
      );
      for (let i = 0; i < 40; i += 1) void execution.keep(subject, { ...bell, i });
    });
    expect(done).toBe(40);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('and waits for what is in hand when it stops', async () => {
    let finish: () => void = () => undefined;
    let finished = false;
    const loop = await new Promise<ReturnType<typeof pull>>(resolve => {
      const running = pull(async () => {
        resolve(running);
        await new Promise<void>(done => (finish = done));
        finished = true;
      });
      void execution.keep(subject, bell);
    });
    const stopped = loop.stop();
    finish();
    await stopped;
    expect(finished).toBe(true);
  });

  it('to whoever was waiting when the consumer went, once there is a new one', async () => {
    let told: () => void = () => undefined;
    const loop = pull(async () => told());
    await execution.rtt();
    await shell.rtt();
    await execution.request(`$JS.API.CONSUMER.DELETE.${streams.jobs.name}.shell-default`, new Uint8Array(), {}, 5_000);
    await ensure();
    const arrived = new Promise<void>(resolve => (told = resolve));
    await execution.keep(subject, { ...bell, anew: true });
    await arrived;
    await loop.stop();
  });

  it('again after the server has lost everything and its owner has made the stream anew', async () => {
    const got: unknown[] = [];
    let told: () => void = () => undefined;
    const loop = pull(async message => {
      got.push(message.json());
      told();
    });
    await server.restart({ emptied: true });
    await untilDone(ensure);
    const arrived = new Promise<void>(resolve => (told = resolve));
    await untilDone(() => execution.keep(subject, { ...bell, after: true }));
    await arrived;
    await loop.stop();
    expect(got).toContainEqual({ ...bell, after: true });
  });

  it('and refuses one that is too large, with the reason', async () => {
    const large = execution.keep(subject, new Uint8Array(9 * 1_048_576));
    await expect(large).rejects.toMatchObject({ code: 'not-kept' });
    await expect(large).rejects.toThrow(/max_payload|payload/i);
  });
});

const untilDone = async (work: () => Promise<void>): Promise<void> => {
  for (;;)
    try {
      return await work();
    } catch {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
};

/** The next message of the dead letters, once somebody listens. */
const deadLetters = async ({ connection, inboxPrefix }: Bus): Promise<{ next: Promise<Msg> }> => {
  const deliver_subject = `${inboxPrefix}.dead-letters`;
  const next = new Promise<Msg>(resolve => {
    connection.subscribe(deliver_subject, { max: 1, callback: (_error, message) => resolve(message) });
  });
  const manager = await jetstreamManager(connection, { checkAPI: false });
  await manager.consumers.add(streams.deadLetters.name, {
    name: 'dead-letters',
    deliver_subject,
    ack_policy: AckPolicy.None,
  });
  return { next };
};
