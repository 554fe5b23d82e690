export * from './every.js';
export * from './log.js';
export * from './metrics.js';
export * from './spans.js';
export * from './start.js';
export * from './when-due.js';
export type { Context, Span } from '@opentelemetry/api';
