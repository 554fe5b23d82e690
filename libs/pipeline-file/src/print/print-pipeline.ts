import { Document } from 'yaml';
import type { PipelineModel } from '../model.js';
import { asWritten, layOut } from './layout.js';
import { shortPipeline } from './short-pipeline.js';

/** A model as a file of the short form. What it gives reads back as the same model. */
export const printPipeline = (model: PipelineModel): string =>
  layOut(new Document(shortPipeline(model), { customTags: asWritten, aliasDuplicateObjects: false }));
