import { depthOf, isBelow } from './folders.js';
import { matchesGlob } from './glob.js';
import { isPlainSite } from './kinds/static-site.js';
import type { Sighting } from './sighting.js';

/** Who belongs to whom: drops what another one builds already, and says which workspace a member is part of. */
export const related = (all: readonly Sighting[]): Sighting[] => {
  const covers = all.filter(({ coversBelow }) => coversBelow);
  const kept = all.filter(one => !covers.some(above => isCoveredBy(one, above)) && !yields(one, all));
  for (const workspace of kept) if (workspace.members.length > 0) claim(workspace, kept);
  return kept;
};

const isCoveredBy = ({ kind, folder }: Sighting, above: Sighting): boolean =>
  kind === above.kind && isBelow(folder.path, above.folder.path);

/** Pages as they are belong to whatever else is there: its sources, its documentation, its output. */
const yields = (one: Sighting, all: readonly Sighting[]): boolean => {
  if (!isPlainSite(one)) return false;
  const isPart = ({ path }: Sighting['folder']) => path === one.folder.path || isBelow(one.folder.path, path);
  return all.some(other => other !== one && !beside.includes(other.kind) && isPart(other.folder));
};

/** Kinds that stand beside pages without making them. */
const beside: readonly Sighting['kind'][] = ['docker', 'helm', 'terraform', 'monorepo'];

const claim = (workspace: Sighting, all: readonly Sighting[]): void => {
  for (const one of all)
    if (one !== workspace && one.partOf === undefined && isMember(one, workspace)) {
      one.partOf = workspace.folder.path;
      // The workspace installs what all its members need.
      if (workspace.kind === 'node') one.leaves('install');
      if (workspace.kind === 'node' && one.kind === 'node') inherit(one, workspace);
    }
};

const isMember = ({ kind, folder }: Sighting, workspace: Sighting): boolean => {
  const wanted = workspace.tool === 'go.work' ? 'go' : 'node';
  const isHere =
    isBelow(folder.path, workspace.folder.path) || (wanted === 'go' && folder.path === workspace.folder.path);
  if (kind !== wanted || !isHere) return false;
  const path = workspace.folder.path === '.' ? folder.path : folder.path.slice(workspace.folder.path.length + 1);
  const excluded = workspace.members.some(glob => glob.startsWith('!') && matchesGlob(glob.slice(1), path));
  return !excluded && workspace.members.some(glob => matchesGlob(glob, path));
};

/** What the workspace has a command for, it does for its members too: that is how their authors call it. */
const inherit = (member: Sighting, workspace: Sighting): void => {
  for (const purpose of ['lint', 'test', 'build'] as const) if (workspace.has(purpose)) member.leaves(purpose);
};

/** Such as npm, pnpm or cargo: what a monorepo says of itself comes from the folder nearest to the top. */
export const byPlace = (a: Sighting, b: Sighting): number =>
  depthOf(a.folder.path) - depthOf(b.folder.path) || (a.folder.path < b.folder.path ? -1 : 1);
