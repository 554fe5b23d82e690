export * from './ops-server.js';
export * from './read-config.js';
export * from './run-main.js';
