import type { Folder } from './folder.js';
import { Sighting } from './sighting.js';

/** Kinds that come with a project and make no second one. */
const companions: readonly Sighting['kind'][] = ['docker', 'helm', 'terraform', 'static-site', 'monorepo'];
const mostNamed = 5;

/** Several projects in one checkout, told as one thing at its top: by a workspace, or by folders side by side. */
export const monorepo = (top: Folder, seen: readonly Sighting[]): Sighting | undefined => {
  const own = seen.filter(({ kind, folder }) => !companions.includes(kind) && folder !== top);
  const places = new Map(own.map(one => [one.folder.path, one]));
  const workspace = seen.find(({ folder, workspaceFile }) => folder === top && workspaceFile !== undefined);
  const isTold = seen.some(({ kind, folder }) => kind === 'monorepo' && folder === top);
  if (isTold || (places.size < 2 && !workspace)) return undefined;
  const whole = new Sighting('monorepo', top);
  whole.tool = workspace?.tool;
  if (workspace?.workspaceFile !== undefined)
    whole.sees('manifest', workspace.workspaceFile, 'it lists the parts of a workspace');
  for (const [path, { kind }] of [...places].slice(0, mostNamed))
    whole.seesAt('part', path, `there is a ${kind} project in it`);
  return whole;
};
