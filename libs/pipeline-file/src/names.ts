import { longestName } from './limits.js';
import type { Report } from './report.js';

interface Place {
  offset: number;
  path: string;
  /** Whose name it is. */
  what: string;
}

/** Characters no name may hold: control characters, and those that turn the direction of text. */
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** The name, trimmed; an empty text after a finding. */
export const checkName = (name: string | undefined, { offset, path, what }: Place, report: Report): string => {
  if (name === undefined && report.concerns(path)) return '';
  const trimmed = name?.trim() ?? '';
  const problem = problemOf(name, trimmed, what);
  if (problem) report.add(offset, path, problem);
  return problem ? '' : trimmed;
};

const problemOf = (name: string | undefined, trimmed: string, what: string) => {
  if (name === undefined)
    return { code: 'missing-name', message: `${what} has no name`, suggestion: 'add name: with a short text' };
  if (trimmed === '')
    return { code: 'empty-name', message: `the name of ${what} is empty`, suggestion: 'give it a short text' };
  if (trimmed.length > longestName)
    return {
      code: 'long-name',
      message: `the name of ${what} has ${trimmed.length} characters, and ${longestName} is the most`,
      suggestion: 'shorten it',
    };
  if (hidden.test(trimmed))
    return {
      code: 'bad-name',
      message: `the name of ${what} holds a character that cannot be seen`,
      suggestion: 'remove control characters',
    };
  return undefined;
};
