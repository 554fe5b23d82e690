export type { FollowOptions } from './follow.js';
export type { FeedFilter, FollowFeedOptions } from './follow-feed.js';
export type { Bound, ListPipelinesOptions, PipelineRequests } from './pipelines.js';
export { Place } from './place.js';
export type { YardClientOptions } from './requests.js';
export type { SecretRequests, SecretScope } from './secrets.js';
export { type FileBeside, type ListExecutionsOptions, YardClient } from './yard-client.js';
export { YardError } from './yard-error.js';
