import { Fault, type Millis } from '@switchyard/kernel';

/**
 * The result of an operation that somebody waits for.
 * @throws Fault `store-silent` after `patienceMs`; the operation itself may still take place.
 */
export const inTime = async <Result>(patienceMs: Millis, operation: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(silent(patienceMs)), patienceMs);
  });
  return Promise.race([operation, late]).finally(() => clearTimeout(timer));
};

const silent = (patienceMs: Millis) =>
  new Fault({
    code: 'store-silent',
    message: `the store did not answer within ${patienceMs} ms`,
    blame: 'platform',
    retry: true,
    suggestions: ['ask again in a moment', 'when it stays so, check that MongoDB runs and has room'],
  });
