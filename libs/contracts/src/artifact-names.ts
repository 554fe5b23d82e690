// Free of packages, for the command line.

/** Files of one artifact: its list is read as a whole. */
export const maxArtifactFiles = 100_000;

const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufffd]/;

/** A name for people: any text but with control characters, and never a path. */
export const isArtifactName = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 200 &&
  value.isWellFormed() &&
  !controls.test(value) &&
  !['.', '..'].includes(value);

/** A path of a file within an artifact: relative, with slashes, and leading nowhere else. */
export const isArtifactPath = (path: string): boolean =>
  path.length > 0 &&
  path.length <= 4_096 &&
  path.isWellFormed() &&
  !controls.test(path) &&
  !path.includes('\\') &&
  path.split('/').every(part => part !== '' && part !== '.' && part !== '..') &&
  !/^[A-Za-z]:/.test(path);
