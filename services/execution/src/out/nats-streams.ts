import { type Bus, StreamKeeper } from '@switchyard/bus';
import { type ConnectorType, connectorTypes, type EventSubscriber, type Pool, streams } from '@switchyard/contracts';
import { type Clock, type Millis, reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { Streams } from '../app/ports.js';

const defaultPool = 'default' as Pool;

/** After this long each is made sure of, even where their number has not changed: one may have taken another's place. */
const sureMs: Millis = 60_000;

export class NatsStreams extends Streams {
  private readonly keeper: StreamKeeper;
  private readonly pools = new Map<string, { connector: ConnectorType; pool: Pool }>();
  /** What stood when all were last made sure of. */
  private sure: { standing: string; at: Millis } | undefined;
  /** A server that does not answer what stands is asked again then. */
  private askedAgainAt: Millis = 0;

  constructor(
    private readonly bus: Bus,
    private readonly clock: Clock,
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
    if (await this.isSure()) return;
    this.sure = undefined;
    const [at, { restored }] = [this.clock.monotonic(), this.bus];
    await this.ensureAll();
    const standing = await this.standing();
    // A server that came back meanwhile may have come back empty.
    if (standing !== undefined && restored === this.bus.restored) this.sure = { standing, at };
  }

  private async isSure(): Promise<boolean> {
    if (!this.sure || this.clock.monotonic() - this.sure.at >= sureMs) return false;
    return (await this.standing()) === this.sure.standing;
  }

  /** Undefined where the server may not be asked, as its permissions were written for an earlier version, or is silent. */
  private async standing(): Promise<string | undefined> {
    if (this.clock.monotonic() < this.askedAgainAt) return undefined;
    return this.keeper.standing().catch(() => {
      this.askedAgainAt = this.clock.monotonic() + sureMs;
      return undefined;
    });
  }

  private async ensureAll(): Promise<void> {
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
