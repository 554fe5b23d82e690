import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { ShellConfig } from './config.js';

void runMain('connector-shell', ShellConfig, process.env, async config =>
  (await import('./index.js')).startShellConnector(config),
);
