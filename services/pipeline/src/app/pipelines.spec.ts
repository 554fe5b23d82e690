import { promisesOf } from './pipelines.promises.story.js';
import { MemoryPipelines } from './pipelines.story.js';

describe('pipelines in memory', () => {
  const pipelines = new MemoryPipelines();
  promisesOf(() => pipelines);
});
