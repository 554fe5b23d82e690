import { acceptedPath } from './accepted-path.js';
import type { Documents } from './documents.js';
import { Folder } from './folder.js';

/** Files that define a project of any kind. A detector looks only into folders that hold one. */
const defining =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|.*requirements.*\.txt|Cargo\.toml|go\.(?:mod|work)|pom\.xml|(?:build|settings)\.gradle(?:\.kts)?|composer\.json|Gemfile|hugo\.(?:toml|yaml|json)|config\.toml|_config\.yml|index\.html|(?:Dockerfile|Containerfile).*|Chart\.yaml|.*\.(?:slnx?|[cfv][sb]proj|gemspec|tf|[Dd]ockerfile))$/;

/** The top, and every folder that may hold a project, those nearest to the top first. */
export const foldersOf = (paths: readonly string[], documents: Documents): Folder[] => {
  const accepted = new Set<string>();
  for (const path of paths) {
    const one = acceptedPath(path);
    if (one !== undefined) accepted.add(one);
  }
  const sorted = [...accepted].sort();
  const folders = new Map<string, Folder>();
  const find = (path: string) => folders.get(path);
  const make = (path: string): Folder => {
    const folder = new Folder(path, documents, sorted, find);
    folders.set(path, folder);
    return folder;
  };
  const promising = new Set([make('.')]);
  for (const path of sorted) {
    const cut = path.lastIndexOf('/');
    const directory = cut < 0 ? '.' : path.slice(0, cut);
    const folder = find(directory) ?? make(directory);
    const name = path.slice(cut + 1);
    folder.add(name);
    if (defining.test(name)) promising.add(folder);
  }
  return [...promising].sort((a, b) => depthOf(a.path) - depthOf(b.path) || (a.path < b.path ? -1 : 1));
};

export const depthOf = (directory: string): number => (directory === '.' ? 0 : directory.split('/').length);

/** Whether a folder lies below another one. */
export const isBelow = (directory: string, above: string): boolean =>
  directory !== above && (above === '.' || directory.startsWith(`${above}/`));
