import { join } from 'node:path';
import { readConfig, refuseUnsafe } from '@switchyard/http';
import type { RunningService } from '@switchyard/kernel';
import { hasEngine, type SingleNodeConfig } from './config.js';
import type { Foundation } from './foundation.js';

export type Environment = Record<string, string | undefined>;

/** A service that runs; the gateway also says where it answers. */
export type RunningPart = RunningService & { url?: string };

/** Where services run. */
export interface Host {
  start(part: Part, environment: Environment): Promise<RunningPart>;
}

/** One service of the house. */
export interface Part {
  /** Also its user on the bus. */
  name: string;
  /** The package, with `main.js` beside its entry. */
  package: string;
  load(): Promise<(environment: Environment) => Promise<RunningPart>>;
  /** What it needs on top of its place on the bus. */
  environment(foundation: Foundation): Environment;
}

const store = ({ mongodbUri, config }: Foundation): Environment => ({
  MONGODB_URI: mongodbUri,
  MONGODB_DATABASE: config.MONGODB_DATABASE,
});

/** They keep the state and own the streams; order does not matter among them. */
export const services: Part[] = [
  {
    name: 'execution',
    package: '@switchyard/execution',
    load: async () => {
      const { ExecutionConfig, startExecution } = await import('@switchyard/execution');
      return environment => startExecution(readConfig(ExecutionConfig, environment));
    },
    environment: foundation => ({
      ...store(foundation),
      REDIS_URL: foundation.config.REDIS_URL,
      EVENT_SUBSCRIBERS: foundation.config.EVENT_SUBSCRIBERS,
    }),
  },
  {
    name: 'pipeline',
    package: '@switchyard/pipeline',
    load: async () => {
      const { PipelineConfig, startPipeline } = await import('@switchyard/pipeline');
      return async environment => startPipeline(await safely(PipelineConfig, environment));
    },
    environment: foundation => ({
      ...store(foundation),
      REDIS_URL: foundation.config.REDIS_URL,
      MASTER_KEY_FILE: join(foundation.directory.path, 'master.key'),
      MASTER_KEY_MADE: 'yes',
    }),
  },
  {
    name: 'service-registry',
    package: '@switchyard/service-registry',
    load: async () => {
      const { ServiceRegistryConfig, startServiceRegistry } = await import('@switchyard/service-registry');
      return environment => startServiceRegistry(readConfig(ServiceRegistryConfig, environment));
    },
    environment: store,
  },
];

/** As a process of its own would read it: those who run a platform give these two secrets and files of their own. */
const safely = async <Config extends object>(Class: new () => Config, environment: NodeJS.ProcessEnv) => {
  await refuseUnsafe(Class, environment);
  return readConfig(Class, environment);
};

const connector = (type: string, load: Part['load']): Part => ({
  name: `connector-${type}`,
  package: `@switchyard/connector-${type}`,
  load,
  environment: ({ directory, config: { SOURCE_PROTOCOLS, SOURCE_FILE_ROOTS } }) => ({
    DATA_DIRECTORY: directory.under('connectors', type),
    STOP_MODE: 'finish',
    SOURCE_PROTOCOLS,
    SOURCE_FILE_ROOTS,
  }),
});

const connectors = {
  shell: connector('shell', async () => {
    const { ShellConfig, startShellConnector } = await import('@switchyard/connector-shell');
    return environment => startShellConnector(readConfig(ShellConfig, environment));
  }),
  null: connector('null', async () => {
    const { NullConfig, startNullConnector } = await import('@switchyard/connector-null');
    return environment => startNullConnector(readConfig(NullConfig, environment));
  }),
  docker: connector('docker', async () => {
    const { DockerConfig, startDockerConnector } = await import('@switchyard/connector-docker');
    return environment => startDockerConnector(readConfig(DockerConfig, environment));
  }),
} satisfies Record<string, Part>;

/** They run what the services plan. Where no engine can be, nobody waits for one. */
export const connectorsOf = ({ CONNECTORS }: Pick<SingleNodeConfig, 'CONNECTORS'>): Part[] =>
  [...new Set(CONNECTORS.split(','))]
    .filter(type => type !== 'docker' || hasEngine())
    .map(type => connectors[type as keyof typeof connectors]);

/** The door for people comes last and leaves first. */
export const gateway: Part = {
  name: 'gateway',
  package: '@switchyard/gateway',
  load: async () => {
    const { GatewayConfig, startGateway } = await import('@switchyard/gateway');
    return async environment => startGateway(await safely(GatewayConfig, environment));
  },
  environment: foundation => ({
    ...store(foundation),
    REDIS_URL: foundation.config.REDIS_URL,
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(foundation.port),
    YARD_TOKEN: foundation.directory.token,
  }),
};
