import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CgroupPlace, cgroupOf, stepsGroupedBelow } from './cgroup.js';
import { killLeftovers, stepsAliveBelow } from './leftovers.js';

/**
 * Ends what is left of steps whose job directories below `root` are gone: by their cgroups, and by the cookie their
 * processes were started with. Names them. A directory is made before anything starts in it, so that a step that is
 * just being started is never taken for one of them.
 */
export const reapBelow = async (root: string, parent: CgroupPlace | undefined): Promise<string[]> => {
  const seen = new Set([...(parent ? await stepsGroupedBelow(parent, root) : []), ...stepsAliveBelow(root)]);
  const orphans = [...seen].filter(name => !existsSync(join(root, name)));
  await Promise.all(
    orphans.map(name => {
      const directory = join(root, name);
      return killLeftovers(directory, parent && cgroupOf(parent, directory));
    }),
  );
  return orphans;
};
