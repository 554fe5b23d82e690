import { textAt } from '../document.js';
import type { Folder } from '../folder.js';

export const nodeTools = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type NodeTool = (typeof nodeTools)[number];

/** Lock files and who writes them. */
export const lockFiles: Readonly<Record<string, NodeTool>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/** The package manager that its authors use here, or in a folder that this one lies in. */
export const toolOf = (folder: Folder): NodeTool | undefined => {
  for (const place of [folder, ...folder.above()]) {
    const tool = place.has('package.json') ? ownTool(place) : undefined;
    if (tool !== undefined) return tool;
  }
  return undefined;
};

/** The one they name, or the one that wrote the lock file. */
const ownTool = (folder: Folder): NodeTool | undefined => {
  const manifest = folder.json('package.json').value;
  const named = textAt(manifest, 'packageManager')?.split('@')[0];
  const known = nodeTools.find(tool => tool === named);
  const lock = folder.firstOf(...Object.keys(lockFiles));
  return known ?? (lock === undefined ? undefined : lockFiles[lock]);
};

/** Installs what the lock file says, and nothing else; without one, what package.json says. */
export const installOf = (tool: NodeTool, folder: Folder): string => {
  const isLocked = Object.entries(lockFiles).some(([name, by]) => by === tool && folder.has(name));
  if (!isLocked) return `${tool} install`;
  if (tool === 'npm') return 'npm ci';
  if (tool === 'yarn' && isNewYarn(folder)) return 'yarn install --immutable';
  return `${tool} install --frozen-lockfile`;
};

/** From version 2 on. Its lock file says so too, where it is not too large to be read. */
const isNewYarn = (folder: Folder): boolean =>
  folder.has('.yarnrc.yml') ||
  /^yarn@(?:[2-9]|\d\d)/.test(textAt(folder.json('package.json').value, 'packageManager') ?? '') ||
  (folder.text('yarn.lock') ?? '').includes('__metadata:');

/** The command of a script of package.json. */
export const scriptRun = (tool: NodeTool, script: string): string =>
  tool === 'npm' && script === 'test' ? 'npm test' : `${tool} run ${script}`;

/** A program of an installed package. */
export const programRun = (tool: NodeTool, words: string): string => {
  if (tool === 'npm') return `npx --no-install ${words}`;
  return tool === 'bun' ? `bunx ${words}` : `${tool} exec ${words}`;
};
