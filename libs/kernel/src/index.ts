export * from './backoff.js';
export * from './branded.js';
export * from './clock.js';
export * from './fault.js';
export * from './ids.js';
export * from './never.js';
export * from './running-service.js';
export * from './sleep.js';
