import 'reflect-metadata';
export { ExecutionConfig } from './config.js';
export { startExecution } from './start.js';
