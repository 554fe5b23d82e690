import type { ComponentChildren } from 'preact';
import type { Query } from '../data/use-query.js';
import { Problem } from './problem.js';
import { Progress } from './progress.js';

/**
 * What a query has answered: nothing for half a second, then progress, then what `children` make of it. What was answered
 * before stays in sight while it is asked for anew, and beside the reason why that failed.
 */
export const Loaded = <Value,>({
  query,
  label,
  children,
}: {
  query: Query<Value>;
  /** What is being loaded, such as `executions`. */
  label: string;
  children: (value: Value) => ComponentChildren;
}) => {
  const { value, error, isSlow } = query;
  return (
    <>
      {isSlow.value && <Progress label={`Loading ${label}`} />}
      {error.value && <Problem error={error.value} onRetry={() => query.reload()} />}
      {value.value !== undefined && children(value.value)}
    </>
  );
};
