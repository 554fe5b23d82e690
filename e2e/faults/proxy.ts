import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';

interface Pace {
  /** Each piece of an answer waits this long. */
  latencyMs: number;
  /** Of answers; no limit unless given. */
  bytesPerSecond?: number;
}

/** Whether bytes may go on; closed lines keep everybody waiting. */
class Gate {
  private opened = Promise.resolve();
  private open: (() => void) | undefined;

  get closed(): boolean {
    return this.open !== undefined;
  }

  close(): void {
    if (!this.open) this.opened = new Promise(resolve => (this.open = resolve));
  }

  release(): void {
    this.open?.();
    this.open = undefined;
  }

  passed(): Promise<void> {
    return this.opened;
  }
}

const placeOf = (target: string): { host: string; port: number } => {
  const { hostname, port } = new URL(target);
  return { host: hostname, port: Number(port) };
};

/** A line to a server that can be made as bad as lines get. It passes everything until told otherwise. */
export class FaultProxy {
  private readonly sockets = new Set<Socket>();
  private readonly gate = new Gate();
  private refusing = false;
  private pace: Pace | undefined;

  private constructor(
    private readonly server: Server,
    private target: { host: string; port: number },
  ) {
    server.on('connection', socket => void this.link(socket));
  }

  /** @param target such as `nats://127.0.0.1:4222`. */
  static async to(target: string): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultProxy(server, placeOf(target));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** New connections go there: a server that was started again has another port. */
  aim(target: string): void {
    this.target = placeOf(target);
  }

  /** The same address through this line. */
  through(url: string): string {
    const address = new URL(url);
    address.port = String((this.server.address() as AddressInfo).port);
    return address.toString();
  }

  /** Everything passes again, also what was held. */
  pass(): void {
    this.refusing = false;
    this.pace = undefined;
    this.gate.release();
  }

  /** Ends every connection, and each new one at once. */
  cut(): void {
    this.refusing = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Like {@link cut}, with a reset instead of an orderly end; new connections are welcome. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Accepts, holds all bytes both ways, and closes nothing. */
  blackHole(): void {
    this.gate.close();
  }

  slow(pace: Pace): void {
    this.pace = pace;
  }

  async stop(): Promise<void> {
    this.gate.release();
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private async link(client: Socket): Promise<void> {
    this.keep(client);
    if (this.refusing) return void client.resetAndDestroy();
    await this.gate.passed();
    if (client.destroyed) return;
    const server = this.keep(connect({ ...this.target, allowHalfOpen: true }));
    void this.carry(client, server, () => undefined);
    void this.carry(server, client, () => this.pace);
  }

  private keep(socket: Socket): Socket {
    socket.setNoDelay(true);
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }

  private async carry(from: Socket, to: Socket, pace: () => Pace | undefined): Promise<void> {
    try {
      for await (const bytes of from as AsyncIterable<Buffer>) {
        const { latencyMs = 0, bytesPerSecond } = pace() ?? {};
        const waitMs = latencyMs + (bytesPerSecond ? (bytes.length / bytesPerSecond) * 1_000 : 0);
        if (waitMs > 0) await after(waitMs);
        await this.gate.passed();
        if (!to.write(bytes)) await once(to, 'drain');
      }
      await this.gate.passed();
      to.end();
    } catch {
      await this.gate.passed();
      to.destroy();
    }
  }
}
