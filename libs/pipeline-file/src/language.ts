export { pipelineReference } from './reference.js';
export { pipelineSchema } from './schema.js';
