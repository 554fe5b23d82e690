import { deepest, longestPath } from './limits.js';

/** Folders that hold what others made, what a build left, or examples for tests; and every hidden one. */
const ignoredFolders = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'target',
  'dist',
  'venv',
  'site-packages',
  '__pycache__',
  '__fixtures__',
  'fixtures',
  'testdata',
]);

/** Control characters, marks that turn the direction of text, halves of characters, and what a path of git never holds. */
const strange = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\\]/u;

/** The path of a file that may say something about a project; undefined for all others. */
export const acceptedPath = (given: string): string | undefined => {
  const path = given.startsWith('./') ? given.slice(2) : given;
  // `${{` would be an expression in the pipeline that is written.
  if (path.length > longestPath || strange.test(path) || path.includes('${{')) return undefined;
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (['', '.', '..'].includes(name) || folders.length > deepest) return undefined;
  return folders.some(isIgnored) ? undefined : path;
};

/** Whether files of a folder may say anything. */
export const mayHoldProjects = (folder: string): boolean => acceptedPath(`${folder}/x`) !== undefined;

const isIgnored = (folder: string): boolean =>
  folder === '' || folder.startsWith('.') || folder !== folder.trim() || ignoredFolders.has(folder);
