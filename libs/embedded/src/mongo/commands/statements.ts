import { toFailure } from '../failure.js';
import { type Doc } from '../values/document.js';

/** Runs the statements of a batch; those that fail become write errors, and stop an ordered batch. */
export const runStatements = <T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, at: number) => void,
): Doc[] => {
  const errors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (thrown) {
      const failure = toFailure(thrown);
      errors.push({ index, code: failure.code, ...failure.details, errmsg: failure.message });
      if (ordered) break;
    }
  }
  return errors;
};

export const withErrors = (reply: Doc, writeErrors: readonly Doc[]): Doc =>
  writeErrors.length > 0 ? { ...reply, writeErrors } : reply;
