import { oneOrMore, reader, type Reader, text } from './shape.js';
import { checkGlob } from './triggers/globs.js';

/** A glob of files below the workspace. */
const pathGlob: Reader<string> = reader(
  { schema: { ...text.schema, minLength: 1 }, words: 'glob' },
  (value, path, report) => {
    const found = text(value, path, report);
    if (found === undefined || !checkGlob(found, { offset: value.offset, path }, report)) return undefined;
    const plain = found.replace(/^!/, '');
    if (!plain.startsWith('/') && !plain.split('/').includes('..')) return found;
    return report.add(value.offset, path, {
      code: 'outside-workspace',
      message: `${JSON.stringify(plain.slice(0, 80))} leads out of the workspace`,
      suggestion: 'write a path below the workspace, such as dist/**',
    });
  },
);

export const pathGlobs = oneOrMore(pathGlob);
