import { HttpFault } from '@switchyard/http';
import { Fault } from '@switchyard/kernel';

/** What is wrong with kept files, said to who asks for them: a store that is away may come back, damage stays. */
export const told = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    if (!(error instanceof Fault) || error instanceof HttpFault) throw error;
    const { code, message, retry, suggestions } = error;
    throw new HttpFault(retry ? 503 : 500, retry ? 'external-service' : 'internal', {
      code,
      message,
      suggestions: [...suggestions],
    });
  });
