import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { ExecutionConfig } from './config.js';

void runMain('execution', ExecutionConfig, process.env, async config =>
  (await import('./start.js')).startExecution(config),
);
