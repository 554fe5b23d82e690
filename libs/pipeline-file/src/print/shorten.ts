import { type Document, isNode, isScalar, Pair, Scalar, visit, YAMLMap } from 'yaml';
import type { PipelineModel } from '../model.js';
import { type Line, lineOf, rename } from './pairs.js';
import { triggerKeys } from './short-triggers.js';
import type { Shorten } from './tidy-map.js';
import { shortenStep } from './tidy-step.js';

/** Turns keys of the long form into those of the short one, where nothing is laid over or below them. */
export const shortenFor =
  (document: Document, model: PipelineModel | undefined): Shorten =>
  (map, record) => {
    // What a template says in one form must not meet the other form here.
    if (lineOf(map, 'extends')) return;
    if (['pipeline', 'stage', 'step'].includes(record)) shortenRetry(map);
    if (record === 'step') shortenStep(map);
    if (record === 'pipeline' && model) shortenTriggers(document, map, model);
  };

const shortenRetry = (map: YAMLMap): void => {
  const line = lineOf(map, 'retry_count', 'retryCount', 'retry-count');
  const count = line?.pair.value;
  if (!line || !isScalar(count) || lineOf(map, 'retry')) return;
  rename(line, 'retry');
  const terms = new YAMLMap();
  terms.items.push(new Pair(new Scalar('limit'), count));
  line.pair.value = terms;
};

const shortenTriggers = (document: Document, map: YAMLMap, model: PipelineModel): void => {
  const line = lineOf(map, 'triggers');
  const { on } = triggerKeys(model);
  if (!line || on === undefined || hasCommentInside(line)) return;
  rename(line, 'on');
  line.pair.value = document.createNode(on);
};

/** It would be lost with the lines it stands at. */
const hasCommentInside = ({ pair: { value } }: Line): boolean => {
  let found = false;
  if (!isNode(value)) return false;
  visit(value, {
    Node: (_key, { comment, commentBefore }) => {
      if (!comment && !commentBefore) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
};
