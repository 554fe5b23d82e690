import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { DockerConfig } from './config.js';

void runMain('connector-docker', DockerConfig, process.env, async config =>
  (await import('./index.js')).startDockerConnector(config),
);
