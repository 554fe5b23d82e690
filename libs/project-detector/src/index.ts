export { mayHoldProjects } from './accepted-path.js';
export { detect } from './detect.js';
export { mostPaths } from './limits.js';
export { type PipelineOptions, pipelineFor } from './pipeline-for.js';
export { GivenFiles, ProjectFiles } from './project-files.js';
export { confidenceOf, leastForSteps, weights } from './weights.js';
