import { AckPolicy, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { endsConsumer, streams } from '@switchyard/contracts';
import { readPermissions } from '@switchyard/embedded';
import { TestBus } from '@switchyard/testkit/servers';
import type { PullLoop } from './pull-loop.js';
import { StreamKeeper } from './stream-keeper.js';

/** One client per user that notes every refusal of the server. */
class Probe {
  readonly refusals: string[] = [];

  private constructor(readonly connection: NatsConnection) {
    void this.listen();
  }

  static async as(bus: TestBus, user: string): Promise<Probe> {
    const { password } = bus.credentials(user);
    return new Probe(
      await connect({ servers: bus.url, user, pass: password, inboxPrefix: `_INBOX_${user}`, reconnect: false }),
    );
  }

  /** Whether the server lets it publish: the refusal, if any, is there before the answer to the flush. */
  async mayPublish(subject: string): Promise<boolean> {
    const before = this.refusals.length;
    this.connection.publish(subject, '{}');
    await this.connection.flush();
    await new Promise(setImmediate);
    return this.refusals.length === before;
  }

  async mayHear(subject: string): Promise<boolean> {
    const before = this.refusals.length;
    const subscription = this.connection.subscribe(subject, { callback: () => undefined });
    await this.connection.flush();
    await new Promise(setImmediate);
    if (!subscription.isClosed()) subscription.unsubscribe();
    return this.refusals.length === before;
  }

  private async listen(): Promise<void> {
    for await (const status of this.connection.status())
      if (status.type === 'error') this.refusals.push(status.error.message);
  }
}

describe('the permissions of the bus', () => {
  let bus: TestBus;
  const probes = new Map<string, Probe>();
  const as = async (user: string): Promise<Probe> => {
    const probe = probes.get(user) ?? (await Probe.as(bus, user));
    probes.set(user, probe);
    return probe;
  };

  beforeAll(async () => {
    bus = await TestBus.start();
    const keeper = new StreamKeeper(await bus.as('execution'));
    await keeper.ensureStreams();
    await keeper.ensureBell('shell', 'default' as never);
    await keeper.ensureBell('docker', 'default' as never);
    await keeper.ensureEnds();
  });
  afterAll(async () => {
    await Promise.all([...probes.values()].map(probe => probe.connection.close()));
    await bus.stop();
  });

  describe('of the shell connector', () => {
    const user = 'connector-shell';

    it.each([
      'yard.rpc.execution.claim',
      'yard.rpc.execution.beat',
      'yard.rpc.execution.report',
      'yard.rpc.execution.adopt',
      'yard.log.default.01m84ywyccwh2egkrpyg85s86c.one.1',
      'yard.hb.connector-shell.one',
      'yard.dlq.yard.job.shell.default',
      '$JS.API.CONSUMER.MSG.NEXT.JOBS.shell-default',
      'yard.blob.BLOBS.c.one.0',
      '$JS.API.DIRECT.GET.BLOBS.yard.blob.BLOBS.m.one',
      '$JS.API.STREAM.PURGE.BLOBS',
    ])('let it publish %s', async subject => {
      expect(await (await as(user)).mayPublish(subject)).toBe(true);
    });

    it.each([
      ['an event', 'yard.evt.default.01m84ywyccwh2egkrpyg85s86c.execution.finished'],
      ['a doorbell', 'yard.job.shell.default'],
      ["another connector's doorbell", 'yard.job.docker.default'],
      ['an order to a session', 'yard.ctl.shell.some-session'],
      ['a new execution', 'yard.rpc.execution.create'],
      ['a cancel', 'yard.rpc.execution.cancel'],
      ['a question about executions', 'yard.rpc.execution.get'],
      ['a question about output', 'yard.rpc.execution.logs'],
      ['a pipeline', 'yard.rpc.pipeline.apply'],
      ["another's heartbeat", 'yard.hb.execution.one'],
      ["a request for another connector's jobs", '$JS.API.CONSUMER.MSG.NEXT.JOBS.docker-default'],
      ['a request for output', '$JS.API.CONSUMER.MSG.NEXT.LOGS.log-writer'],
      ["an ack of another connector's job", '$JS.ACK.JOBS.docker-default.1.1.1.1.1'],
      ['an answer into the inbox of another', '_INBOX_execution.x'],
      ['an order to create a stream', '$JS.API.STREAM.CREATE.EVIL'],
      ['an order to change a stream', '$JS.API.STREAM.UPDATE.JOBS'],
      ['an order to delete a stream', '$JS.API.STREAM.DELETE.JOBS'],
      ['an order to purge a stream', '$JS.API.STREAM.PURGE.JOBS'],
      ['a question about a stream', '$JS.API.STREAM.INFO.JOBS'],
      ['a question for a message', '$JS.API.STREAM.MSG.GET.EVENTS'],
      ['a direct question for a message', '$JS.API.DIRECT.GET.EVENTS'],
      ['a blob of another bucket', 'yard.blob.OTHER.c.one.0'],
      ['an order to change the stream of blobs', '$JS.API.STREAM.UPDATE.BLOBS'],
      ['a consumer of its own', '$JS.API.CONSUMER.CREATE.JOBS.mine'],
      ['a durable consumer of its own', '$JS.API.CONSUMER.DURABLE.CREATE.JOBS.mine'],
      ['an order to delete a consumer', '$JS.API.CONSUMER.DELETE.JOBS.docker-default'],
      ['a question about the account', '$JS.API.INFO'],
      ['a question about the server', '$SYS.REQ.SERVER.PING'],
    ])('do not let it publish %s', async (_what, subject) => {
      expect(await (await as(user)).mayPublish(subject)).toBe(false);
    });

    it.each([
      '>',
      'yard.>',
      'yard.evt.>',
      'yard.log.>',
      'yard.job.>',
      'yard.job.docker.default',
      'yard.rpc.execution.claim',
      'yard.ctl.docker.>',
      '_INBOX.>',
      '_INBOX_execution.>',
      '_INBOX_connector-docker.>',
      '$JS.>',
      '$SYS.>',
    ])('do not let it hear %s', async subject => {
      expect(await (await as(user)).mayHear(subject)).toBe(false);
    });

    it('let it hear the orders to its own kind, and its own inbox', async () => {
      const probe = await as(user);
      expect(await probe.mayHear('yard.ctl.shell.some-session')).toBe(true);
      expect(await probe.mayHear('_INBOX_connector-shell.x')).toBe(true);
    });

    it('keep jobs of docker from it, and give it its own', async () => {
      const execution = await bus.as('execution');
      await execution.keep('yard.job.docker.default', { v: 1, attemptId: 'docker' });
      await execution.keep('yard.job.shell.default', { v: 1, attemptId: 'shell' });
      const shell = await bus.as(user);
      const got: string[] = [];
      const loops: PullLoop[] = [];
      const arrived = new Promise<void>(resolve => {
        const pull = (consumer: string) =>
          loops.push(
            shell.pull({
              stream: streams.jobs.name,
              consumer,
              room: () => 4,
              handle: async message => {
                got.push(message.subject);
                resolve();
              },
            }),
          );
        pull('docker-default');
        pull('shell-default');
      });
      await arrived;
      await Promise.all(loops.map(loop => loop.stop()));
      const manager = await jetstreamManager((await as('execution')).connection, { checkAPI: false });
      expect(got).toEqual(['yard.job.shell.default']);
      expect((await manager.consumers.info(streams.jobs.name, 'docker-default')).num_pending).toBe(1);
    });
  });

  it('give every user exactly what its row says', async () => {
    const users = await readPermissions();
    const subjects = [...new Set(users.flatMap(one => one.publish))].map(concrete);
    for (const { name, publish } of users) {
      const probe = await as(name);
      const may: string[] = [];
      for (const subject of subjects) if (await probe.mayPublish(subject)) may.push(subject);
      expect({ name, may }).toEqual({ name, may: subjects.filter(one => publish.some(rule => covers(rule, one))) });
    }
  });

  it('let nobody delete a stream or hear everything', async () => {
    for (const { name } of await readPermissions()) {
      const probe = await as(name);
      for (const { name: stream } of Object.values(streams)) {
        expect(await probe.mayPublish(`$JS.API.STREAM.DELETE.${stream}`)).toBe(false);
        expect(await probe.mayPublish(`$JS.API.STREAM.PURGE.${stream}`)).toBe(false);
      }
      expect(await probe.mayHear('>')).toBe(false);
    }
  });

  it('let an observer read the events from the stream', async () => {
    const manager = await jetstreamManager((await as('observer')).connection, { checkAPI: false });
    const made = await manager.consumers.add(streams.events.name, { name: 'watch', ack_policy: AckPolicy.None });
    expect(made.name).toBe('watch');
  });

  it('let the pipeline service hear of every end once, and of nothing else', async () => {
    const execution = await bus.as('execution');
    const got: string[] = [];
    const [ends, other] = ['yard.evt.default.one.execution.finished', 'yard.evt.default.one.execution.started'];
    let arrived = () => {};
    const both = new Promise<void>(resolve => (arrived = resolve));
    const loops = await Promise.all(
      [1, 2].map(async () =>
        (await bus.as('pipeline')).pull({
          stream: streams.events.name,
          consumer: endsConsumer,
          room: () => 4,
          handle: async message => {
            got.push(`${message.subject} ${message.json<{ n: number }>().n}`);
            if (got.length === 2) arrived();
          },
        }),
      ),
    );
    for (const [n, subject] of [ends, other, ends].entries()) await execution.keep(subject, { n });
    await both;
    await Promise.all(loops.map(loop => loop.stop()));
    expect(got.sort()).toEqual([`${ends} 0`, `${ends} 2`]);
  });

  it('let nobody in without a password', async () => {
    const wrong = connect({ servers: bus.url, user: 'execution', pass: 'guess', reconnect: false });
    await expect(wrong).rejects.toThrow(/authorization/i);
    await expect(connect({ servers: bus.url, reconnect: false })).rejects.toThrow(/authorization/i);
  });
});

/** A subject that a rule of NATS covers. */
const concrete = (rule: string): string => rule.replaceAll('*', 'any').replace(/>$/, 'any.thing');

const covers = (rule: string, subject: string): boolean => {
  const [rules, tokens] = [rule.split('.'), subject.split('.')];
  for (const [index, token] of rules.entries()) {
    if (token === '>') return tokens.length > index;
    if (token !== '*' && token !== tokens[index]) return false;
  }
  return rules.length === tokens.length;
};
