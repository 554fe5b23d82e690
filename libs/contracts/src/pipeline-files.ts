import { ValidateBy, type ValidationOptions } from 'class-validator';

// The files a pipeline brings with it: what its `include:` names, by path.

/** Files one pipeline may include. */
export const mostIncludes = 100;
/** Bytes of one pipeline file, and of one file it includes (DESIGN.md section 8). */
export const largestText = 262_144;
/** Bytes of all of them together: they travel in one message, beside the pipeline file itself. */
export const largestIncludes = 786_432;
/** What stands before the name of a template in `include:`. */
export const libraryPrefix = 'library:';

const longestPath = 300;
const hasControls = (text: string) => /[\x00-\x1f\x7f]/.test(text);

/** What is wrong with the path of a file of the repository; undefined when it is right. */
export const mistakeInPath = (path: string): string | undefined => {
  const shown = JSON.stringify(path.slice(0, 60));
  if (path.length === 0 || path.length > longestPath) return `a path has 1 to ${longestPath} characters, not ${shown}`;
  if (path.startsWith(libraryPrefix)) return `${shown} is taken from the template library, and cannot be sent`;
  const parts = path.split('/');
  const isPlain = !hasControls(path) && !path.includes('\\') && path !== '__proto__';
  if (isPlain && parts.every(part => part !== '' && part !== '..')) return undefined;
  return `${shown} is no path below the repository`;
};

/** What is wrong with files that come with a pipeline; undefined when they are right. */
export const mistakeInFiles = (files: unknown): string | undefined => {
  if (typeof files !== 'object' || files === null || Array.isArray(files)) return 'files must be paths to texts';
  const all = Object.entries(files as Record<string, unknown>);
  if (all.length > mostIncludes) return `there are ${all.length} files, and ${mostIncludes} is the most`;
  let sum = 0;
  for (const [path, text] of all) {
    const mistake = mistakeInPath(path);
    if (mistake) return mistake;
    if (typeof text !== 'string') return `the file ${path} must be text`;
    const bytes = bytesOf(text);
    if (bytes > largestText) return `the file ${path} has ${bytes} bytes, and ${largestText} is the most`;
    sum += bytes;
  }
  return sum > largestIncludes ? `the files have ${sum} bytes, and ${largestIncludes} is the most` : undefined;
};

const encoder = new TextEncoder();
/** In UTF-8. */
export const bytesOf = (text: string): number => encoder.encode(text).length;

export const IsFiles = (options?: ValidationOptions) =>
  ValidateBy(
    {
      name: 'isFiles',
      validator: {
        validate: value => mistakeInFiles(value) === undefined,
        defaultMessage: args => mistakeInFiles(args?.value) ?? '',
      },
    },
    options,
  );

export const IsText = (most: number) =>
  ValidateBy({
    name: 'isText',
    validator: {
      validate: value => typeof value === 'string' && bytesOf(value) <= most,
      defaultMessage: args =>
        typeof args?.value === 'string'
          ? `${args.property} has ${bytesOf(args.value)} bytes, and ${most} is the most`
          : `${args?.property} must be text`,
    },
  });
