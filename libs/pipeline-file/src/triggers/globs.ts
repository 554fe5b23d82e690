import type { Globs } from '../model.js';
import type { Report } from '../report.js';
import { distinct, type Place, reader, type Reader, text, turned } from '../shape.js';

const longestGlob = 300;

/** Characters that are in no name of a branch or a file that anybody could mean. */
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** Whether a glob can be matched at all; a finding where it cannot. */
export const checkGlob = (glob: string, { offset, path }: Place, report: Report): boolean => {
  const problem = problemOf(glob);
  if (problem === undefined) return true;
  report.add(offset, path, {
    code: 'bad-glob',
    message: `${path} is no glob: ${problem}`,
    suggestion: 'write a glob such as release/* or src/**, with ! in front of what is left out',
  });
  return false;
};

const problemOf = (glob: string): string | undefined => {
  if (glob.replace(/^!/, '').trim() === '') return 'it is empty';
  if (glob.length > longestGlob) return `it has ${glob.length} characters, and ${longestGlob} is the most`;
  return hidden.test(glob) ? 'it holds a character that cannot be seen' : undefined;
};

const glob: Reader<string> = reader(
  { schema: { ...text.schema, minLength: 1, maxLength: longestGlob }, words: 'glob' },
  (value, path, report) => {
    const found = text(value, path, report);
    return found !== undefined && checkGlob(found, { offset: value.offset, path }, report) ? found : undefined;
  },
);

export const everything: Globs = { only: [], except: [] };

/** Globs of what is meant, and with `!` in front of what is not. */
export const globs: Reader<Globs> = turned(distinct(glob, { most: 100, what: 'a glob' }), found => ({
  only: found.filter(one => !one.startsWith('!')),
  except: found.filter(one => one.startsWith('!')).map(one => one.slice(1)),
}));
