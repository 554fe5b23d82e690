import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GenericContainer, type StartedTestContainer } from 'testcontainers';

const natsConfig = fileURLToPath(new URL('../../../infra/nats/server.conf', import.meta.url));

/** Images of the usual kind, and those of infra/docker/test-images where nobody names one. */
const images = {
  nats: process.env['YARD_TEST_NATS_IMAGE'] ?? 'switchyard-test/nats:1',
  redis: process.env['YARD_TEST_REDIS_IMAGE'] ?? 'switchyard-test/redis:1',
  mongo: process.env['YARD_TEST_MONGO_IMAGE'] ?? 'switchyard-test/store:1',
};

/** Of each user of the bus. */
export const passwordOf = (user: string): string => `password-of-${user}`;

/** NATS, Redis and MongoDB, each in a container, with what infra/ sets up for them. */
export class ContainerServers {
  private constructor(
    private readonly started: StartedTestContainer[],
    readonly natsUrl: string,
    readonly redisUrl: string,
    readonly mongoUri: string,
  ) {}

  /** All of them, or none. */
  static async start(): Promise<ContainerServers> {
    // Without the image that clears away after a test that dies: whoever starts these stops them.
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
    const results = await Promise.allSettled([natsContainer(), redisContainer(), mongoContainer()]);
    const started = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    const [nats, redis, mongo] = started;
    if (nats && redis && mongo)
      return new ContainerServers(
        started,
        `nats://${addressOf(nats, 4_222)}`,
        `redis://${addressOf(redis, 6_379)}`,
        `mongodb://${addressOf(mongo, 27_017)}/?directConnection=true`,
      );
    await Promise.all(started.map(stopped));
    throw results.find(result => result.status === 'rejected')?.reason;
  }

  async stop(): Promise<void> {
    await Promise.all(this.started.map(stopped));
  }
}

const stopped = (container: StartedTestContainer) => container.stop({ timeout: 0 });

const addressOf = (container: StartedTestContainer, port: number): string =>
  `${container.getHost()}:${String(container.getMappedPort(port))}`;

const natsContainer = () => {
  const text = readFileSync(natsConfig, 'utf8');
  const users = [...text.matchAll(/user: "([^"]+)"\s+password: \$(\w+)/g)];
  return new GenericContainer(images.nats)
    .withExposedPorts(4_222)
    .withCopyContentToContainer([{ content: text, target: '/etc/nats/server.conf' }])
    .withEnvironment(Object.fromEntries(users.map(([, user = '', variable = '']) => [variable, passwordOf(user)])))
    .withTmpFs({ '/data': 'rw,mode=1777' })
    .withCommand(['nats-server', '-c', '/etc/nats/server.conf'])
    .start();
};

const redisContainer = () =>
  new GenericContainer(images.redis)
    .withExposedPorts(6_379)
    .withCommand(['redis-server', '--protected-mode', 'no', '--save', ''])
    .start();

const mongoContainer = () => new GenericContainer(images.mongo).withExposedPorts(27_017).start();
