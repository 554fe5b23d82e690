export { tellError } from './error-answer.js';
export * from './error-filter.js';
export * from './http-fault.js';
export * from './ops-server.js';
export * from './read-config.js';
export * from './request-hooks.js';
export * from './run-main.js';
export * from './validation-pipe.js';
export { refuseDeepBodies } from './depth.js';
