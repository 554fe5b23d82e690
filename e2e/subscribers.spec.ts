import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { ExecutionId } from '@switchyard/contracts';
import { yard } from './command.js';
import { eventually, House, root } from './house.js';

interface Access {
  url: string;
  user: string;
  password: string;
}

/** One of the examples, as its users start it. */
class Reader {
  private said = '';
  private readonly child: ChildProcess;

  constructor(words: string[], environment: Record<string, string>) {
    const [program = '', ...rest] = words;
    this.child = spawn(program, rest, { cwd: root, env: { ...process.env, ...environment } });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (bytes: Buffer) => (this.said += bytes.toString()));
  }

  get lines(): string[] {
    return this.said.split('\n').slice(0, -1);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

const examples: [string, string[]][] = [
  ['typescript', [process.execPath, '--no-warnings', 'examples/subscribers/typescript/main.ts']],
  ['python', ['python3', 'examples/subscribers/python/main.py']],
];

describe('a subscriber of one project', () => {
  let house: House;
  const readers: Reader[] = [];
  const pipelines: Record<string, string> = {};
  beforeAll(async () => {
    const names = ['typescript', 'python', 'probe'].map(name => `${name}:web`);
    house = await House.start({ environment: { EVENT_SUBSCRIBERS: [...names, 'stranger:other'].join(',') } });
    for (const project of ['web', 'other']) {
      const post = (body: object) => ({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await house.json('/api/projects', post({ id: project }));
      const yaml = 'name: build\nsteps: [{ name: say, run: echo hello }]\n';
      const { pipeline } = await house.json<{ pipeline: { id: string } }>('/api/ci/pipelines', post({ yaml, project }));
      pipelines[project] = pipeline.id;
    }
  }, 180_000);
  afterAll(async () => {
    await Promise.all(readers.map(reader => reader.stop()));
    await house.stop();
  });

  const run = async (project: string): Promise<ExecutionId> => {
    const id = await house.trigger(pipelines[project] ?? '');
    await house.ended(id);
    return id;
  };
  /** The ids of all events of an execution. */
  const eventsOf = async (id: ExecutionId): Promise<string[]> => {
    const { events } = await house.json<{ events: { id: string }[] }>(`/api/ci/executions/${id}/events`);
    return events.map(one => one.id);
  };
  const variables = async (name: string): Promise<Record<string, string>> => {
    const { code, stdout } = await yard(['subscriber', name, '--data', house.data], { cwd: root });
    expect(code).toBe(0);
    return Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map(line => line.replace('export ', '').split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
  };
  const access = async (name: string): Promise<Access> =>
    JSON.parse((await yard(['subscriber', name, '--json', '--data', house.data], { cwd: root })).stdout) as Access;

  it.each(examples)(
    'in %s gets what was, then what happens, and goes on where it was',
    async (name, words) => {
      const before = await run('web');
      await run('other');
      const first = new Reader(words, await variables(name));
      readers.push(first);
      const idsOf = (reader: Reader) => reader.lines.map(line => line.split(' ').at(-1) ?? '');
      const has = (reader: Reader, ids: string[]) =>
        // What the bus gave to a reader that died comes again after 30 s.
        eventually(`${ids.length} events`, async () => ids.every(id => idsOf(reader).includes(id)), 60_000);
      const history = await eventsOf(before);
      await has(first, history);
      const live = await run('web');
      await run('other');
      await has(first, await eventsOf(live));
      // Nothing else, and nothing twice: what the project's other test ran, and the change of its pipeline, may be among it.
      const all = idsOf(first);
      const web = new Set((await Promise.all((await executionsOf('web')).map(eventsOf))).flat());
      expect(all.filter(id => id.includes(':')).filter(id => !web.has(id))).toEqual([]);
      expect(all).toHaveLength(new Set(all).size);
      await first.stop();
      const missed = await run('web');
      const second = new Reader(words, await variables(name));
      readers.push(second);
      await has(second, await eventsOf(missed));
      expect(idsOf(second).filter(id => history.includes(id))).toEqual([]);
    },
    180_000,
  );

  const executionsOf = async (project: string): Promise<ExecutionId[]> => {
    const path = `/api/ci/executions?project=${project}&limit=100`;
    return (await house.json<{ executions: { id: ExecutionId }[] }>(path)).executions.map(one => one.id);
  };

  describe('is refused by the bus', () => {
    let connection: NatsConnection;
    const refusals: string[] = [];
    beforeAll(async () => {
      const { url, user, password } = await access('probe');
      connection = await connect({
        servers: url,
        user,
        pass: password,
        inboxPrefix: `_INBOX_${user}`,
        reconnect: false,
      });
      void (async () => {
        for await (const status of connection.status())
          if (status.type === 'error') refusals.push(status.error.message);
      })();
    });
    afterAll(() => connection.close());
    const refused = async (act: () => void): Promise<boolean> => {
      const before = refusals.length;
      act();
      await connection.flush();
      await new Promise(setImmediate);
      return refusals.length > before;
    };

    it.each(['yard.evt.other.>', 'yard.evt.>', 'yard.evt.*.*.execution.finished', 'yard.log.web.>', '>', '_INBOX.>'])(
      'when it listens to %s',
      async subject => {
        expect(await refused(() => connection.subscribe(subject, { callback: () => undefined }))).toBe(true);
      },
    );

    it.each([
      '$JS.API.CONSUMER.MSG.NEXT.EVENTS.subscriber_stranger_other',
      '$JS.API.CONSUMER.MSG.NEXT.EVENTS.pipeline-ends',
      '$JS.API.CONSUMER.CREATE.EVENTS',
      '$JS.API.CONSUMER.CREATE.EVENTS.mine.yard.evt.web.>',
      '$JS.API.CONSUMER.DURABLE.CREATE.EVENTS.subscriber_probe_web',
      '$JS.API.CONSUMER.DELETE.EVENTS.subscriber_probe_web',
      '$JS.API.STREAM.MSG.GET.EVENTS',
      '$JS.API.DIRECT.GET.EVENTS',
      '$JS.API.STREAM.INFO.EVENTS',
      'yard.evt.web.01m84ywyccwh2egkrpyg85s86c.execution.finished',
      'yard.rpc.execution.get',
    ])('when it asks %s', async subject => {
      expect(await refused(() => connection.publish(subject, '{}'))).toBe(true);
    });

    it('and may do what it needs', async () => {
      expect(await refused(() => connection.subscribe('yard.evt.web.>', { callback: () => undefined }))).toBe(false);
      const ask = '$JS.API.CONSUMER.INFO.EVENTS.subscriber_probe_web';
      expect((await connection.request(ask, '')).json()).toMatchObject({
        config: { filter_subject: 'yard.evt.web.>' },
      });
    });
  });

  it('that nobody has named is not there', async () => {
    const { code, stderr } = await yard(['subscriber', 'nobody', '--data', house.data], { cwd: root });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('there are: typescript, python, probe, stranger'),
    });
  });
});
