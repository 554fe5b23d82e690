import { appendFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { PrivateEngine } from '../../../services/connectors/docker/src/private-engine.story.js';

export const image = 'switchyard-test/busybox:1';
/** A service that brings a volume along. */
export const side = 'switchyard-test/side:1';

/** An engine of these rows' own: it may be killed, and whatever is on it is theirs. */
export class ContainerGround {
  readonly engine = new PrivateEngine();
  private events: Readable | undefined;

  async start(): Promise<void> {
    await this.engine.start('--live-restore');
    const { docker } = this.engine;
    const made = await docker.createContainer({ Image: image });
    await made.commit({ repo: 'switchyard-test/side', tag: '1', changes: 'CMD ["sleep", "600"]\nVOLUME /kept' });
    await made.remove();
  }

  /** Writes a line for each attempt whose container is started, from now on. */
  async watch(ledger: () => string): Promise<void> {
    const filters: Docker.GetEventsOptions['filters'] = {
      type: ['container'],
      event: ['start'],
      label: ['switchyard.attempt'],
    };
    const events = (await this.engine.docker.getEvents({ filters })) as unknown as Readable;
    this.events = events;
    let rest = '';
    events.on('error', () => undefined);
    events.setEncoding('utf8').on('data', (text: string) => {
      const found = (rest + text).split('\n');
      rest = found.pop() ?? '';
      for (const { Actor } of found.map(line => JSON.parse(line) as Started)) {
        const attempt = Actor.Attributes['switchyard.attempt'] ?? '';
        // Not its services.
        if (Actor.Attributes['name'] === `yard-${attempt}`) appendFileSync(ledger(), `${attempt}\n`);
      }
    });
  }

  /** Containers, networks and volumes that nobody took away. */
  async left(): Promise<string[]> {
    const { docker } = this.engine;
    const [containers, networks, volumes] = await Promise.all([
      docker.listContainers({ all: true }),
      docker.listNetworks({ filters: { label: ['switchyard.attempt'] } }),
      docker.listVolumes(),
    ]);
    return [
      ...containers.flatMap(one => one.Names.map(name => `container ${name}`)),
      ...networks.map(one => `network ${one.Name}`),
      ...(volumes.Volumes ?? []).map(one => `volume ${one.Name}`),
    ];
  }

  async remove(): Promise<void> {
    this.events?.destroy();
    await this.engine.remove();
  }
}

interface Started {
  Actor: { Attributes: Record<string, string | undefined> };
}
