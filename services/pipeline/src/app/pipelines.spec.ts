import { promisesOf } from './pipelines.promises.story.js';
import { MemoryPipelines } from './pipelines.story.js';
import { promisesOfTemplates } from './templates.promises.story.js';
import { MemoryTemplates } from './templates.story.js';

describe('pipelines in memory', () => {
  const pipelines = new MemoryPipelines();
  promisesOf(() => pipelines);
});

describe('templates in memory', () => {
  const templates = new MemoryTemplates();
  promisesOfTemplates(() => templates);
});
