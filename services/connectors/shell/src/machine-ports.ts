import { existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { keepJson, locked, readJson } from '@switchyard/connector-kit';
import type { PortNote, PortPlan } from '@switchyard/contracts';
import { Fault, type Millis, reach } from '@switchyard/kernel';

export interface PortRange {
  first: number;
  last: number;
}

/** Whoever gives ports away has it for some milliseconds. */
const patienceMs: Millis = 30_000;

const fileIn = (directory: string): string => join(directory, 'ports.json');

/** What the attempt in this folder was given, also by an earlier process. */
export const portsIn = (directory: string): PortNote[] => readJson<PortNote[]>(fileIn(directory)) ?? [];

/**
 * Ports of this machine, given to one attempt at a time by all connectors of one user. Each that is taken is a link to
 * the folder of its attempt: it is free again when that folder goes, whatever becomes of the connector meanwhile.
 */
export class MachinePorts {
  constructor(
    private readonly range: PortRange,
    private readonly directory = join(tmpdir(), `switchyard-ports-${String(process.getuid?.() ?? 0)}`),
  ) {}

  /**
   * Ports for the attempt in this folder; asked again, the same.
   * @throws Fault `port-taken` for a number that somebody has, `no-port-free` where all of the range are taken
   */
  async take(plans: readonly PortPlan[], holder: string): Promise<PortNote[]> {
    if (plans.length === 0) return [];
    const given = portsIn(holder);
    if (given.length > 0) return given;
    this.open();
    return locked(join(this.directory, 'lock'), AbortSignal.timeout(patienceMs), async () => {
      this.forget();
      const ports = await this.numbers(plans, resolve(holder));
      reach('shell.ports.beforeNote');
      const host = hostname();
      const notes = plans.map(({ name }, index) => ({ name, address: '127.0.0.1', port: ports[index] ?? 0, host }));
      await keepJson(fileIn(holder), notes);
      return notes;
    });
  }

  /** Those that are named come first, so that nobody else's choice is one of them. */
  private async numbers(plans: readonly PortPlan[], holder: string): Promise<number[]> {
    const named = new Map<string, number>();
    for (const { name, port } of plans) if (port !== undefined) named.set(name, await this.named(port, holder));
    const found: number[] = [];
    for (const { name } of plans) found.push(named.get(name) ?? (await this.chosen(holder)));
    return found;
  }

  private async named(port: number, holder: string): Promise<number> {
    if (this.reserve(port, holder) && (await isFree(port))) return port;
    throw new Fault({
      code: 'port-taken',
      message: `port ${port} of this machine cannot be had: another step or another program has it, or it needs rights`,
      blame: 'platform',
      retry: true,
      suggestions: ['leave the number to the connector: write a name alone, or auto behind it'],
    });
  }

  private async chosen(holder: string): Promise<number> {
    const { first, last } = this.range;
    const count = last - first + 1;
    const from = Math.floor(Math.random() * count);
    for (let index = 0; index < count; index += 1) {
      const port = first + ((from + index) % count);
      if (this.holderOf(port) !== undefined) continue;
      if ((await isFree(port)) && this.reserve(port, holder)) return port;
    }
    throw new Fault({
      code: 'no-port-free',
      message: `all ports of this machine from ${first} to ${last} are taken`,
      blame: 'platform',
      retry: true,
      suggestions: ['let fewer steps run at once, or give the connector a wider range by SHELL_PORTS'],
    });
  }

  private linkOf(port: number): string {
    return join(this.directory, String(port));
  }

  private holderOf(port: number): string | undefined {
    try {
      return readlinkSync(this.linkOf(port));
    } catch {
      return undefined;
    }
  }

  /** Under the lock, as all that changes links: those go whose attempt is gone. */
  private forget(): void {
    for (const name of readdirSync(this.directory)) {
      const holder = this.holderOf(Number(name));
      if (holder !== undefined && !existsSync(holder)) rmSync(this.linkOf(Number(name)));
    }
  }

  private reserve(port: number, holder: string): boolean {
    const other = this.holderOf(port);
    if (other === undefined) symlinkSync(holder, this.linkOf(port));
    return other === undefined || other === holder;
  }

  /** @throws Fault `bad-ports-folder` where somebody else made it */
  private open(): void {
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(this.directory);
    if (uid === (process.getuid?.() ?? uid) && (mode & 0o170_022) === 0o040_000) return;
    throw new Fault({
      code: 'bad-ports-folder',
      message: `${this.directory} is not this user's own folder, so nobody knows which ports are taken`,
      blame: 'platform',
      retry: false,
      suggestions: ['remove it, or give the connector another TMPDIR'],
    });
  }
}

/** Whether nobody listens on it, on any address. */
const isFree = async (port: number): Promise<boolean> => {
  const trouble = await troubleOf(port, '::');
  const hasNoIpv6 = trouble === 'EAFNOSUPPORT' || trouble === 'EADDRNOTAVAIL';
  return (hasNoIpv6 ? await troubleOf(port, '0.0.0.0') : trouble) === undefined;
};

const troubleOf = (port: number, host: string): Promise<string | undefined> =>
  new Promise(tell => {
    const server = createServer(socket => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => tell(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => tell(undefined)));
  });
