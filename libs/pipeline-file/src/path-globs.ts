import type { Problem } from './report.js';
import { oneOrMore, reader, type Reader, text } from './shape.js';
import { checkGlob } from './triggers/globs.js';

/** What is wrong with where a glob leads. */
export const wrongGlob = (glob: string): Problem | undefined => {
  const plain = glob.replace(/^!/, '');
  if (plain !== '' && !plain.startsWith('/') && !plain.split('/').includes('..')) return undefined;
  return {
    code: 'outside-workspace',
    message: `${JSON.stringify(plain.slice(0, 80))} leads out of the workspace`,
    suggestion: 'write a path below the workspace, such as dist/**',
  };
};

/** A glob of files below the workspace. */
const pathGlob: Reader<string> = reader(
  { schema: { ...text.schema, minLength: 1 }, words: 'glob' },
  (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || !checkGlob(found, { offset: value.offset, path }, report)) return undefined;
    const wrong = wrongGlob(found);
    return wrong ? report.add(value.offset, path, wrong) : found;
  },
);

export const pathGlobs = oneOrMore(pathGlob);
