import { retryCauses } from '@switchyard/contracts/words';
import type { ApprovalModel, ConcurrencyModel, MatrixModel, RetryPolicy } from '../model.js';
import { timeOf, timeOfMillis } from './time.js';
import { type Plain, present } from './plain.js';

const usual = { initialMs: 1_000, factor: 2, maxMs: 60_000 };

export const retryKeys = (retry: RetryPolicy | undefined): Plain | undefined => {
  if (!retry) return undefined;
  const { limit, on, backoff } = retry;
  const { initialMs, factor, maxMs } = backoff;
  const waits = present({
    initial: initialMs === usual.initialMs ? undefined : timeOfMillis(initialMs),
    factor: factor === usual.factor ? undefined : factor,
    max: maxMs === usual.maxMs ? undefined : timeOfMillis(maxMs),
  });
  const isUsual = [...retryCauses].join() === on.join();
  return present({
    limit,
    on: isUsual ? undefined : on,
    backoff: Object.keys(waits).length > 0 ? waits : undefined,
  });
};

export const approvalKeys = (approval: ApprovalModel | undefined): Plain | true | undefined => {
  if (!approval) return undefined;
  const { by, quorum, expiresSeconds } = approval;
  const said = present({
    by: by.length > 0 ? by : undefined,
    quorum: quorum === 1 ? undefined : quorum,
    expires: expiresSeconds === undefined ? undefined : timeOf(expiresSeconds),
  });
  return Object.keys(said).length > 0 ? said : true;
};

export const concurrencyKeys = (
  concurrency: ConcurrencyModel | undefined,
  pipeline: string,
): Plain | string | undefined => {
  if (!concurrency) return undefined;
  const { group, key, limit, onFull } = concurrency;
  const terms = present({
    key,
    limit: limit === 1 ? undefined : limit,
    'on-full': onFull === 'queue' ? undefined : onFull,
  });
  if (group === pipeline) return terms;
  return Object.keys(terms).length > 0 ? { group, ...terms } : group;
};

export const matrixKeys = (matrix: MatrixModel | undefined): Plain | undefined => {
  if (!matrix) return undefined;
  const { axes, include, exclude, maxParallel, failFast } = matrix;
  return present({
    ...axes,
    include: include.length > 0 ? include : undefined,
    exclude: exclude.length > 0 ? exclude : undefined,
    'max-parallel': maxParallel,
    'fail-fast': failFast ? undefined : false,
  });
};
