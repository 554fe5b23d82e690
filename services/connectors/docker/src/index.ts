import 'reflect-metadata';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startConnector } from '@switchyard/connector-kit';
import type { RunningService } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { initProgram } from './box/init-program.js';
import { type DockerConfig, rulesOf } from './config.js';
import { DockerConnector, ownerLabelIn } from './docker.connector.js';
import { addressOf } from './engine/address.js';
import { Engine } from './engine/engine.js';

export { DockerConfig } from './config.js';

/** Starts it, also where no engine is there: it takes no doorbells until one is. */
export const startDockerConnector = async (config: DockerConfig): Promise<RunningService> =>
  startConnector(config, await openDockerConnector(config));

/** The connector without a bus; it looks for its engine from now on. */
export const openDockerConnector = async (config: DockerConfig): Promise<DockerConnector> => {
  await mkdir(config.DATA_DIRECTORY, { recursive: true, mode: 0o700 });
  const init = await initProgram(join(config.DATA_DIRECTORY, 'programs'));
  if (init === undefined)
    loggerOf('connector-docker').warn(
      {},
      'no compiler for the first process of containers: they outlive a connector that dies',
    );
  const address = addressOf(config);
  const copies = config.DOCKER_MOUNTS === 'copy' || (config.DOCKER_MOUNTS === 'auto' && !address.isLocal);
  const engine = new Engine(address, () => connector.opened());
  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const ownerLabel = await ownerLabelIn(config.DATA_DIRECTORY);
  const parts = { engine, rules: rulesOf(config), owner, ownerLabel, init, copies };
  const connector: DockerConnector = new DockerConnector(parts);
  await connector.watchEngine();
  return connector;
};
