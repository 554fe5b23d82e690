import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { busybox, docker as shared, eventually } from './engine.story.js';
import { addressOf } from './engine/address.js';
import { Engine } from './engine/engine.js';

/** A machine at work may need this long to start one. */
const startMs = 180_000;

/** An engine of a test's own, to be killed; its containers have no network. */
export class PrivateEngine {
  private readonly folder = mkdtempSync(join(tmpdir(), 'yard-engine-'));
  private child: ChildProcess | undefined;
  /** As where the two are services of their own: it does not die with the engine. */
  private containerd: ChildProcess | undefined;
  readonly address = `unix://${this.folder}/engine.sock`;
  readonly docker = new Docker({ socketPath: join(this.folder, 'engine.sock') });

  /** @param diskMb of all that it keeps; as much as there is unless given. */
  constructor(diskMb?: number) {
    if (diskMb === undefined) return;
    mkdirSync(this.data);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', this.data]);
  }

  /** Where it keeps what it has. */
  get data(): string {
    return join(this.folder, 'data');
  }

  /** As a connector sees it; `came` is told whenever it is there again. */
  engine(came: () => void = () => undefined): Engine {
    return new Engine(addressOf({ DOCKER_HOST: this.address }), came);
  }

  async start(...more: string[]): Promise<void> {
    const at = (name: string) => join(this.folder, name);
    const words = ['--data-root', this.data, '--exec-root', at('exec'), '--pidfile', at('pid'), '-H', this.address];
    const socket = at('containerd.sock');
    this.containerd ??= spawn(
      'containerd',
      ['--root', at('containerd'), '--state', at('containerd-state'), '--address', socket],
      { stdio: 'ignore' },
    );
    await eventually('a containerd', async () => existsSync(socket), startMs);
    const alone = ['--bridge=none', '--iptables=false', '--ip6tables=false'];
    // An engine without a bridge takes that of others away, unless it has a network of its own.
    // Ports of steps are published on the loopback of that.
    const begin = ['sh', '-c', 'busybox ip link set lo up && exec dockerd "$@"', 'dockerd'];
    this.child = spawn('unshare', ['--net', ...begin, ...words, '--containerd', socket, ...alone, ...more], {
      stdio: 'ignore',
    });
    await eventually('an engine of its own', () => this.answers(), startMs);
    const has = await this.docker
      .getImage(busybox)
      .inspect()
      .catch(() => undefined);
    if (has) return;
    const load = await this.docker.loadImage(await shared.getImage(busybox).get());
    for await (const _ of load);
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(join(this.folder, 'pid'), { force: true });
  }

  async remove(): Promise<void> {
    if (!this.isAlive) await this.start().catch(() => undefined);
    for (const { Id } of await this.docker.listContainers({ all: true }).catch(() => []))
      await this.docker
        .getContainer(Id)
        .remove({ force: true })
        .catch(() => undefined);
    await this.end('SIGTERM');
    this.containerd?.kill('SIGKILL');
    for (const line of execFileSync('cat', ['/proc/mounts'], { encoding: 'utf8' }).split('\n').reverse()) {
      const at = line.split(' ')[1] ?? '';
      if (at.startsWith(`${this.folder}/`)) execFileSync('umount', ['-l', at]);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get isAlive(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** @throws Error when it has ended */
  private async answers(): Promise<boolean> {
    if (!this.isAlive) throw new Error('the engine has ended');
    return this.docker.ping().then(
      () => true,
      () => false,
    );
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || !this.isAlive) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
