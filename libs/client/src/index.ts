export type { FollowOptions } from './follow.js';
export { type ListExecutionsOptions, YardClient, type YardClientOptions } from './yard-client.js';
export { YardError } from './yard-error.js';
