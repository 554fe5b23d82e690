import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bus } from '@switchyard/bus';
import { type NatsServer, startEmbeddedStore, startNatsServer } from '@switchyard/embedded';

/** A nats-server with the real permissions, in a folder of its own. */
export class TestBus {
  private readonly buses: Bus[] = [];

  private constructor(
    private readonly directory: string,
    private server: NatsServer,
  ) {}

  static async start(): Promise<TestBus> {
    const directory = await mkdtemp(join(tmpdir(), 'yard-test-bus-'));
    return new TestBus(directory, await startNatsServer({ directory }));
  }

  get url(): string {
    return this.server.url;
  }

  credentials(user: string): { user: string; password: string } {
    return this.server.credentials(user);
  }

  /** Connects as one user of infra/nats. */
  async as(user: string): Promise<Bus> {
    const bus = await Bus.connect({ url: this.url, name: user, ...this.credentials(user) });
    this.buses.push(bus);
    return bus;
  }

  /** Stops the server and starts it again on its port and its data. */
  async restart({ emptied = false } = {}): Promise<void> {
    const port = Number(new URL(this.url).port);
    await this.server.stop();
    if (emptied) await rm(join(this.directory, 'nats', 'jetstream'), { recursive: true, force: true });
    this.server = await startNatsServer({ directory: this.directory, port });
  }

  async stop(): Promise<void> {
    await Promise.all(this.buses.map(bus => bus.drain()));
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The embedded store in a folder of its own. */
export const startTestStore = async (): Promise<{ uri: string; stop(): Promise<void> }> => {
  const directory = await mkdtemp(join(tmpdir(), 'yard-test-store-'));
  const store = await startEmbeddedStore({ directory });
  return {
    uri: store.uri,
    stop: async () => {
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
