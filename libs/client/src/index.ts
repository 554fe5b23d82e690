export type { FollowOptions } from './follow.js';
export { Place } from './place.js';
export { type ListExecutionsOptions, YardClient, type YardClientOptions } from './yard-client.js';
export { YardError } from './yard-error.js';
