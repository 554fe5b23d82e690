import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The text of a file; nothing when it cannot be read. */
export const readOr = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');

/** Mount points hold spaces as `\040` and the like. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** What a v1 hierarchy is mounted for. */
type Controller = 'freezer' | 'pids';

interface Hierarchy<Kind extends Controller = Controller> {
  kind: 'cgroup2' | Kind;
  mount: string;
  root: string;
}

/** The hierarchies this machine has mounted, best first: the unified one, then that of the v1 controller. */
export const hierarchiesIn = <Kind extends Controller>(mountinfo: string, controller: Kind): Hierarchy<Kind>[] => {
  const found = mountinfo.split('\n').flatMap((line): Hierarchy<Kind>[] => {
    const [own = '', fileSystem = ''] = line.split(' - ');
    const [, , , root = '', mount = ''] = own.split(' ').map(unescaped);
    const [type, , options = ''] = fileSystem.split(' ');
    if (type === 'cgroup2') return [{ kind: 'cgroup2', mount, root }];
    if (type === 'cgroup' && options.split(',').includes(controller)) return [{ kind: controller, mount, root }];
    return [];
  });
  const rank = ({ kind }: Hierarchy) => (kind === 'cgroup2' ? 0 : 1);
  return found.sort((left, right) => rank(left) - rank(right));
};

/** Where a process with that /proc/<pid>/cgroup stands in the hierarchy; `undefined` when that is outside of the mount. */
export const ownGroup = (hierarchy: Hierarchy, membership: string): string | undefined => {
  const line = membership.split('\n').find(text => {
    const [, controllers = ''] = text.split(':');
    return hierarchy.kind === 'cgroup2' ? text.startsWith('0::') : controllers.split(',').includes(hierarchy.kind);
  });
  if (line === undefined) return undefined;
  const below = relative(hierarchy.root, line.split(':').slice(2).join(':'));
  return below.startsWith('..') ? undefined : join(hierarchy.mount, below);
};
