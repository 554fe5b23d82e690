import fc from 'fast-check';
import type { PipelineModel } from '../model.js';
import { parsePipeline } from '../parse-pipeline.js';
import { aPipeline } from './any-pipeline.story.js';
import { printPipeline } from './print-pipeline.js';

const modelOf = (yaml: string): PipelineModel => {
  const { model, findings } = parsePipeline(yaml);
  if (!model) throw new Error(`${yaml}\n${JSON.stringify(findings, undefined, 1)}`);
  return model;
};

describe('a printed pipeline', () => {
  it('reads back as the model it was printed from', () => {
    fc.assert(
      fc.property(aPipeline, model => {
        expect(modelOf(printPipeline(model))).toEqual(model);
      }),
      { numRuns: 50 },
    );
  });
});
