import { type Aggregator as MingoAggregator } from 'mingo/aggregator';
import { Context } from 'mingo/core';
import { type Iterator, Lazy } from 'mingo/lazy';
import * as queryOperators from 'mingo/operators/query';
import { type Doc } from '../values/document.js';
import { sortedBy, sortFields } from '../values/path.js';
import { typedOperators } from './operators.js';

/**
 * The query engine in two parts: operators of filters, always there, and expressions with aggregation stages, which
 * cost a tenth of a second to load and are loaded by the first request that needs them.
 */
type Aggregation = typeof MingoAggregator;

const query = { ...queryOperators, ...typedOperators };
export const queryContext = Context.init({ query });

/** `$sort` in MongoDB's order of types. */
const sortStage = (documents: Iterator, spec: unknown, _options: unknown): Iterator =>
  Lazy(sortedBy(documents.collect() as Doc[], sortFields(spec), doc => doc));

interface Engine {
  context: Context;
  Aggregator: Aggregation;
}

let engine: Engine | undefined;

/** Loads expressions and stages once; afterwards `expressionContext` and `aggregator` may be used. */
export const loadEngine = async (): Promise<void> => {
  if (engine) return;
  const [accumulator, expression, pipeline, projection, window, { Aggregator }] = await Promise.all([
    import('mingo/operators/accumulator'),
    import('mingo/operators/expression'),
    import('mingo/operators/pipeline'),
    import('mingo/operators/projection'),
    import('mingo/operators/window'),
    import('mingo/aggregator'),
  ]);
  const { default: _, ...ownStages } = pipeline;
  const stages = { ...ownStages, $sort: sortStage };
  const context = Context.init({ query, accumulator, expression, pipeline: stages, projection, window });
  engine = { context, Aggregator };
};

const loaded = (): Engine => {
  if (!engine) throw new TypeError('the expression engine is not loaded');
  return engine;
};

export const expressionContext = (): Context => loaded().context;
export const aggregator = (): Aggregation => loaded().Aggregator;
