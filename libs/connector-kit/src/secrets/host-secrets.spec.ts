import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attemptIdOf, type Grant, type StepId } from '@switchyard/contracts';
import { sealFor } from '@switchyard/kernel/sealed';
import { anExecutionId } from '@switchyard/testkit';
import { Journal } from '../journal.js';
import { FakePlatform, Machine, MachineConnector } from '../worker.story.js';
import { Worker } from '../worker.js';
import { Workspaces } from '../workspaces.js';
import { HostSecrets } from './host-secrets.js';

const one = attemptIdOf(anExecutionId(), 'build' as StepId, 1);
/** What the machine prints is `first line\nsecond line\nlast line\n`. */
const secret = 'second line';

/** Gives the claim a secret, sealed for whoever asks. */
class SealingPlatform extends FakePlatform {
  override async claim(message: Parameters<FakePlatform['claim']>[0]) {
    const reply = await super.claim(message);
    if (reply.result !== 'granted') return reply;
    const plain = Buffer.from(JSON.stringify({ TOKEN: secret }));
    const sealedSecrets = sealFor(message.sealingKey ?? '', message.attemptId, plain);
    return { ...reply, grant: { ...reply.grant, sealedSecrets } };
  }
}

describe('secrets on the machine of a connector', () => {
  let folder: string;
  let machine: Machine;
  let connector: MachineConnector;
  let platform: SealingPlatform;
  const workers: Worker[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yard-host-'));
    machine = new Machine();
    connector = new MachineConnector(machine);
    platform = new SealingPlatform();
  });
  afterEach(async () => {
    machine.finish(one);
    await Promise.all(workers.splice(0).map(worker => worker.leave(false)));
    rmSync(folder, { recursive: true });
  });

  const worker = async (): Promise<Worker> => {
    const [journal, workspaces] = await Promise.all([Journal.open(folder), Workspaces.open(folder)]);
    const secrets = await HostSecrets.open(folder);
    const made = new Worker(connector, platform, journal, workspaces, secrets, 4, () => undefined);
    workers.push(made);
    return made;
  };
  const settled = async (fact: () => boolean) => {
    while (!fact()) await new Promise(setImmediate);
  };
  const onDisk = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(file => file.isFile())
      .map(file => readFileSync(join(file.parentPath, file.name)).toString())
      .join('\n');

  it('reach the step and neither its log, its outputs nor its reason', async () => {
    const given: Record<string, string>[] = [];
    const start = connector.start.bind(connector);
    connector.start = async (grant: Grant, place) => {
      given.push(grant.environment);
      expect(grant).not.toHaveProperty('sealedSecrets');
      return start(grant, place);
    };
    await (await worker()).take(one);
    await settled(() => machine.has(one));
    expect(given[0]).toMatchObject({ TOKEN: secret });
    machine.finish(one, 'exited', { exitCode: 1, failure: 'user', reason: `no ${secret}`, outputs: { a: secret } });
    await settled(() => platform.outcomes.length > 0);
    const masked = 'first line\n***\nlast line\n';
    await settled(() => platform.output(one) === masked);
    expect(platform.outcomes[0]).toMatchObject({ reason: 'no ***', outputs: { a: '***' }, logBytes: masked.length });
  });

  it('lie on the disk sealed, and the output is masked by the next process too, from where it was', async () => {
    const first = await worker();
    await first.take(one);
    await settled(() => machine.has(one) && platform.output(one).length > 0);
    expect(onDisk()).toContain('sealedSecrets');
    expect(onDisk()).not.toContain(secret);
    expect(onDisk()).not.toContain(Buffer.from(secret).toString('base64').slice(0, 12));
    await first.leave(false);
    platform.sent.length = 0;
    await (await worker()).recover();
    machine.finish(one);
    await settled(() => platform.outcomes.length > 0);
    const masked = 'first line\n***\nlast line\n';
    await settled(() => platform.output(one) === masked);
    expect(platform.outcomes[0]?.logBytes).toBe(masked.length);
    expect(platform.sent).not.toContain(0);
    expect(machine.starts.get(one)).toBe(1);
  });

  it('that do not open any more end a step that runs: nobody could mask what it prints', async () => {
    const first = await worker();
    await first.take(one);
    await settled(() => machine.has(one) && platform.output(one).length > 0);
    await first.leave(false);
    rmSync(join(folder, 'secrets.key'));
    await (await worker()).recover();
    await settled(() => platform.outcomes.length > 0);
    expect(platform.outcomes[0]).toMatchObject({ kind: 'failed', failure: 'platform' });
    expect(platform.outcomes[0]).not.toHaveProperty('begun');
    expect(connector.killed).toEqual([one]);
  });

  it('are sealed with a key in a file that only its user may read', async () => {
    await HostSecrets.open(folder);
    const path = join(folder, 'secrets.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    await expect(HostSecrets.open(folder)).rejects.toThrow('can be read by others');
    writeFileSync(path, 'short');
    await expect(HostSecrets.open(folder)).rejects.toThrow('holds no key');
  });
});
