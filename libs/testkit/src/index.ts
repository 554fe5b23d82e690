export * from './plan.js';
export * from './set-clock.js';
