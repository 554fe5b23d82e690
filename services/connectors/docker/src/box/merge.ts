import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Whether a link leads to somewhere below the root it lies in. */
export const isInside = (name: string, target: string): boolean => {
  if (posix.isAbsolute(target)) return false;
  const led = posix.join(posix.dirname(posix.join('/', name)), target);
  // A path that climbs over the root stops there, and then stands for something else than it says.
  const depth = posix.join(posix.dirname(posix.normalize(name)), target);
  return led.startsWith('/') && depth !== '..' && !depth.startsWith('../');
};

/** All there is below a folder; links are not followed. */
export const pathsIn = (root: string, below = ''): string[] =>
  readdirSync(join(root, below), { withFileTypes: true }).flatMap(entry => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? [path, ...pathsIn(root, path)] : [path];
  });

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Brings what came back over what is there. Of what was sent, what did not come back is removed; what somebody else made
 * meanwhile stays. Nothing is written through a link: whatever stands in the way is replaced itself.
 */
export const merge = (from: string, to: string, sent: readonly string[]): void => {
  for (const path of sent.toReversed())
    if (!isThere(join(from, path))) rmSync(join(to, path), { recursive: true, force: true });
  bring(from, to);
};

const bring = (from: string, to: string): void => {
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (!isFolder(source)) {
      if (isFolder(target)) rmSync(target, { recursive: true });
      renameSync(source, target);
      continue;
    }
    if (!isFolder(target)) {
      rmSync(target, { force: true });
      mkdirSync(target);
    }
    bring(source, target);
  }
};
