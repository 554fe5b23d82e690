import { Fault } from '@switchyard/kernel';

/** Others may change the same thing meanwhile; that often is a mistake. */
const mostTries = 20;

/**
 * Tries again while others are faster.
 * @param attempt undefined when another was.
 * @throws Fault `too-contended`
 */
export const untilWritten = async <Result>(
  what: string,
  attempt: () => Promise<Result | undefined>,
): Promise<Result> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new Fault({
    code: 'too-contended',
    message: `${what} is being changed by others`,
    blame: 'platform',
    retry: true,
  });
};
