import type { DetectedProjects } from '@switchyard/contracts';
import { Documents } from './documents.js';
import type { Folder } from './folder.js';
import { depthOf, foldersOf } from './folders.js';
import { docker } from './kinds/docker.js';
import { dotnet } from './kinds/dotnet.js';
import { go, goWork } from './kinds/go.js';
import { helm } from './kinds/helm.js';
import { gradle, maven } from './kinds/java.js';
import { node } from './kinds/node.js';
import { php } from './kinds/php.js';
import { python } from './kinds/python.js';
import { ruby } from './kinds/ruby.js';
import { rust } from './kinds/rust.js';
import { staticSite } from './kinds/static-site.js';
import { terraform } from './kinds/terraform.js';
import { mostFolders, mostPaths, mostProjects } from './limits.js';
import { monorepo } from './monorepo.js';
import type { ProjectFiles } from './project-files.js';
import { related } from './relations.js';
import type { Detector, Sighting } from './sighting.js';

const detectors: readonly Detector[] = [
  node,
  python,
  rust,
  go,
  goWork,
  maven,
  gradle,
  dotnet,
  php,
  ruby,
  staticSite,
  docker,
  helm,
  terraform,
];

/** Says what a checkout is, with the evidence. Never throws, whatever the files are called and hold. */
export const detect = (files: ProjectFiles): DetectedProjects => {
  const paths = files.paths();
  const documents = new Documents(files);
  const folders = foldersOf(paths.slice(0, mostPaths), documents);
  const { seen, isCut } = sightingsIn(folders.slice(0, mostFolders));
  const kept = related(seen);
  const [top] = folders;
  const whole = top && monorepo(top, kept);
  const projects = [...kept, ...(whole ? [whole] : [])].sort(surestFirst).map(one => one.project);
  return {
    projects,
    notes: notesOf({ paths: paths.length, folders: folders.length, isCut, isLimited: documents.isLimited }),
  };
};

/** Those nearest to the top, when there are too many. */
const sightingsIn = (folders: readonly Folder[]): { seen: Sighting[]; isCut: boolean } => {
  const seen: Sighting[] = [];
  for (const folder of folders)
    for (const look of detectors) {
      const found = look(folder);
      if (found && seen.length >= mostProjects) return { seen, isCut: true };
      if (found) seen.push(found);
    }
  return { seen, isCut: false };
};

const surestFirst = (a: Sighting, b: Sighting): number =>
  b.confidence - a.confidence || depthOf(a.folder.path) - depthOf(b.folder.path) || compare(keyOf(a), keyOf(b));

const keyOf = ({ folder, kind }: Sighting): string => `${folder.path}\0${kind}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface Measured {
  paths: number;
  folders: number;
  isCut: boolean;
  isLimited: boolean;
}

const notesOf = ({ paths, folders, isCut, isLimited }: Measured): string[] => [
  ...(paths > mostPaths ? [`Only the first ${mostPaths} of ${paths} files were looked at.`] : []),
  ...(folders > mostFolders && !isCut
    ? [`More than ${mostFolders} folders may hold a project; those nearest to the top were looked into.`]
    : []),
  ...(isCut ? [`There are more than ${mostProjects} projects; those nearest to the top are told.`] : []),
  ...(isLimited ? ['Not every file was read, since they are too many or too large; their names were looked at.'] : []),
];
