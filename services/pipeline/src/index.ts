import 'reflect-metadata';
export { PipelineConfig } from './config.js';
export { startPipeline } from './start.js';
