import 'reflect-metadata';

export * from './connectors.js';
export * from './events.js';
export * from './execution-view.js';
export * from './finding.js';
export * from './http/bodies.js';
export * from './http/queries.js';
export * from './http/stream.js';
export * from './ids.js';
export * from './messages/execution-commands.js';
export * from './messages/execution-queries.js';
export * from './messages/message.js';
export * from './messages/pipeline-messages.js';
export * from './messages/registry-messages.js';
export * from './outcome.js';
export * from './plan.js';
export * from './statuses.js';
export * from './subjects.js';
