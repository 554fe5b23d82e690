import 'reflect-metadata';
import { runMain } from '@switchyard/http';
import { PipelineConfig } from './config.js';

void runMain('pipeline', PipelineConfig, process.env, async config =>
  (await import('./start.js')).startPipeline(config),
);
