import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Grant } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { Ending } from '../connector.js';
import { endOfLog, LogPump } from '../log-pump.js';
import { Machine, MachineConnector, output } from '../worker.story.js';
import { Around, type Given, type Surrounding } from './around.js';
import { SurroundedConnector } from './surrounded.js';

const grant = {
  attemptId: '01m84ywyccwh2egkrpyg85s86c.build.1',
  leaseMs: 90_000,
  environment: {},
  config: {},
} as unknown as Grant;

/** Says what it does, and waits or fails where it is told to. */
class Told extends Around {
  readonly done: string[] = [];
  constructor(
    private readonly name: string,
    private readonly acts: Partial<Record<'before' | 'after', (about: Surrounding) => Promise<void>>> = {},
  ) {
    super();
  }
  concerns(): boolean {
    return true;
  }
  override async before(about: Surrounding): Promise<void> {
    about.say(`${this.name} before`);
    await this.acts.before?.(about);
    this.done.push('before');
  }
  override async after(about: Surrounding, ending: Ending): Promise<Ending> {
    about.say(`${this.name} after`);
    await this.acts.after?.(about);
    this.done.push('after');
    return ending;
  }
}

const fault = (blame: 'user' | 'platform') =>
  new Fault({ code: 'no', message: 'it is not there', blame, retry: false });
const untilAborted = ({ signal }: Surrounding) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));

describe('an attempt with something around it', () => {
  let directory: string;
  let machine: Machine;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'yard-around-'));
    machine = new Machine();
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const place = () => ({ directory, workspace: directory });
  const connector = (...arounds: Around[]) => new SurroundedConnector(new MachineConnector(machine), arounds);
  const textOf = async (log: { read(offset: number, most: number): Promise<Buffer> }) => {
    const parts: Buffer[] = [];
    for (let from = 0, bytes = await log.read(0, 7); bytes.length > 0; bytes = await log.read(from, 7)) {
      parts.push(bytes);
      from += bytes.length;
    }
    return Buffer.concat(parts).toString();
  };

  it('has one output: what is said before, its own, what is said after, from the outside in', async () => {
    machine.finish(grant.attemptId);
    const running = await connector(new Told('outer'), new Told('inner')).start(grant, place());
    expect(await running.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
    const text = `outer before\ninner before\n${output}inner after\nouter after\n`;
    expect(await textOf(running.log)).toBe(text);
    expect(await endOfLog(running.log)).toBe(text.length);
  });

  it('has an output that a pump comes to the end of', async () => {
    machine.finish(grant.attemptId);
    const running = await connector(new Told('one')).start(grant, place());
    const parts: Uint8Array[] = [];
    const keep = (_: number, bytes: Uint8Array) => Promise.resolve(void parts.push(bytes));
    const pump = new LogPump(running.log, keep, new AbortController().signal);
    pump.start();
    await running.outcome();
    // It has all there is, and waits for more when it is told that there is none.
    while (Buffer.concat(parts).length < (await endOfLog(running.log))) await running.log.changed();
    await pump.finish();
    expect(Buffer.concat(parts).toString()).toBe(await textOf(running.log));
  });

  it('need not start where somebody knows its end, and does what comes after all the same', async () => {
    class Knows extends Around {
      concerns = () => true;
      override async before(): Promise<Given> {
        return { kind: 'exited', exitCode: 0, cached: true, outputs: { a: '1' } };
      }
    }
    const [outer, inner] = [new Told('outer'), new Told('inner')];
    const running = await connector(outer, new Knows(), inner).start(grant, place());
    const ending = await running.outcome();
    expect(ending).toMatchObject({ kind: 'exited', exitCode: 0, cached: true, outputs: { a: '1' }, droppedBytes: 0 });
    expect(machine.has(grant.attemptId)).toBe(false);
    expect([outer.done, inner.done]).toEqual([['before', 'after'], ['after']]);
    const adopted = await connector(outer, new Knows(), inner).adopt(grant, place());
    expect(await adopted?.outcome()).toEqual(ending);
  });

  it('is the connector’s own where nothing concerns it', async () => {
    class Nothing extends Told {
      override concerns = () => false;
    }
    machine.finish(grant.attemptId);
    const running = await connector(new Nothing('idle')).start(grant, place());
    expect(await textOf(running.log)).toBe(output);
  });

  it.each(['user', 'platform'] as const)(
    'fails by the doing of the %s when it cannot get ready, and never starts',
    async blame => {
      const fails = new Told('fails', { before: () => Promise.reject(fault(blame)) });
      const running = await connector(fails).start(grant, place());
      expect(await running.outcome()).toMatchObject({
        kind: 'failed',
        failure: blame,
        reason: 'it is not there',
        begun: false,
      });
      expect(machine.has(grant.attemptId)).toBe(false);
      expect(await textOf(running.log)).toContain('it is not there');
    },
  );

  it('fails when what comes after a success fails; a failure of its own stays what it is', async () => {
    const fails = new Told('fails', { after: () => Promise.reject(fault('user')) });
    machine.finish(grant.attemptId);
    const running = await connector(fails).start(grant, place());
    expect(await running.outcome()).toMatchObject({ kind: 'failed', failure: 'user', reason: 'it is not there' });
  });

  it('keeps its own failure when what comes after fails too', async () => {
    const fails = new Told('fails', { after: () => Promise.reject(fault('platform')) });
    machine.finish(grant.attemptId, 'exited', { exitCode: 3, failure: 'user', reason: 'exit code 3' });
    const running = await connector(fails).start(grant, place());
    expect(await running.outcome()).toMatchObject({ exitCode: 3, failure: 'user', reason: 'exit code 3' });
  });

  it('that is cancelled while it gets ready never starts', async () => {
    const waits = new Told('waits', { before: untilAborted });
    const running = await connector(waits).start(grant, place());
    await running.stop();
    expect(await running.outcome()).toMatchObject({ kind: 'cancelled', failure: 'cancelled', begun: false });
    expect(machine.has(grant.attemptId)).toBe(false);
  });

  it('that takes longer than its timeout to get ready never starts', async () => {
    const waits = new Told('waits', { before: untilAborted });
    const running = await connector(waits).start({ ...grant, timeoutMs: 20 }, place());
    expect(await running.outcome()).toMatchObject({ kind: 'timeout', failure: 'timeout', begun: false });
  });

  it('that nobody fed for longer than its lease while it got ready never starts', async () => {
    const running = await connector(new Told('slow')).start({ ...grant, leaseMs: -1 }, place());
    expect(await running.outcome()).toMatchObject({ kind: 'fenced', begun: false });
    expect(machine.has(grant.attemptId)).toBe(false);
  });

  it('that is cancelled while it runs still does what comes after', async () => {
    const told = new Told('keeps');
    const running = await connector(told).start(grant, place());
    while (!machine.has(grant.attemptId)) await running.log.changed();
    await running.stop();
    expect(await running.outcome()).toMatchObject({ kind: 'cancelled' });
    expect(told.done).toEqual(['before', 'after']);
  });

  it('goes on in a later process: it gets ready again, starts once, and its output only grows', async () => {
    const died = await connector(new Told('first', { before: () => new Promise(() => undefined) })).start(
      grant,
      place(),
    );
    let seen = await textOf(died.log);
    for (; !seen.includes('first'); seen = await textOf(died.log)) await died.log.changed();
    machine.finish(grant.attemptId);
    const adopted = await connector(new Told('second')).adopt(grant, place());
    expect(await adopted?.outcome()).toMatchObject({ kind: 'exited' });
    const text = adopted ? await textOf(adopted.log) : '';
    expect(text.startsWith(seen)).toBe(true);
    expect(text).toBe(`${seen}second before\n${output}second after\n`);
    expect(machine.starts.get(grant.attemptId)).toBe(1);
  });

  it('that has ended says the same to a later process, and does nothing again', async () => {
    machine.finish(grant.attemptId);
    const running = await connector(new Told('first')).start(grant, place());
    const [ending, text] = [await running.outcome(), await textOf(running.log)];
    const again = new Told('again');
    const adopted = await connector(again).adopt(grant, place());
    expect(await adopted?.outcome()).toEqual(ending);
    expect(adopted && (await textOf(adopted.log))).toBe(text);
    expect(again.done).toEqual([]);
  });

  it('of which nothing has begun is nobody’s to adopt', async () => {
    expect(await connector(new Told('one')).adopt(grant, place())).toBeUndefined();
  });
});
