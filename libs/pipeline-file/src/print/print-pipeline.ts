import { Document } from 'yaml';
import type { PipelineModel } from '../model.js';
import { pipeline } from '../pipeline-shape.js';
import { asWritten, layOut } from './layout.js';
import { shortPipeline } from './short-pipeline.js';
import { tidy } from './tidy-map.js';

/** A model as a file of the short form. What it gives reads back as the same model. */
export const printPipeline = (model: PipelineModel): string => {
  const document = new Document(shortPipeline(model), { customTags: asWritten, aliasDuplicateObjects: false });
  // It is short already.
  tidy(document.contents, pipeline.parts, () => undefined);
  return layOut(document);
};
