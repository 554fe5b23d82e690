import { type Bus, StreamKeeper } from '@switchyard/bus';
import { type ConnectorType, connectorTypes, type EventSubscriber, type Pool, streams } from '@switchyard/contracts';
import { reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { Streams } from '../app/ports.js';

const defaultPool = 'default' as Pool;

export class NatsStreams extends Streams {
  private readonly keeper: StreamKeeper;
  private readonly pools = new Map<string, { connector: ConnectorType; pool: Pool }>();

  constructor(
    bus: Bus,
    private readonly logReader: string,
    /** Where files are kept, perhaps on the bus. */
    private readonly blobsUrl: string,
    private readonly subscribers: readonly EventSubscriber[],
  ) {
    super();
    this.keeper = new StreamKeeper(bus);
    for (const connector of connectorTypes)
      this.pools.set(`${connector}-${defaultPool}`, { connector, pool: defaultPool });
  }

  async ensure(): Promise<void> {
    await this.keeper.ensureStreams();
    await this.keeper.ensureReader(streams.logs.name, this.logReader);
    await this.keeper.ensureEnds();
    await this.keeper.ensureMoments();
    await Promise.all(this.subscribers.map(one => this.keeper.ensureSubscriber(one)));
    await Promise.all([...this.pools.values()].map(({ connector, pool }) => this.keeper.ensureBell(connector, pool)));
    if (this.blobsUrl.startsWith('nats:')) await this.ensureBucket(this.blobsUrl.slice('nats:'.length));
  }

  /** Without it steps run too: only what needs files from it fails. */
  private async ensureBucket(name: string): Promise<void> {
    await this.keeper
      .ensureBucket(name)
      .catch((error: unknown) => loggerOf('execution').warn({ name, error: reasonOf(error) }, 'no bucket for blobs'));
  }

  async ensureBell(connector: ConnectorType, pool: Pool): Promise<void> {
    const name = `${connector}-${pool}`;
    if (this.pools.has(name)) return;
    await this.keeper.ensureBell(connector, pool);
    this.pools.set(name, { connector, pool });
  }
}
