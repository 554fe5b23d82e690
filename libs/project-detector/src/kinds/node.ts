import type { StepPurpose } from '@switchyard/contracts';
import { hasAt, keysAt, textAt, textsAt } from '../document.js';
import type { Folder } from '../folder.js';
import { plainWords } from '../plain-words.js';
import { type Detector, Sighting } from '../sighting.js';
import { installOf, lockFiles, type NodeTool, programRun, scriptRun, toolOf } from './node-tools.js';

/** Scripts by the name that most authors give them. Only those that a package has are ever suggested. */
const scripts: readonly [script: string, purpose: StepPurpose][] = [
  ['lint', 'lint'],
  ['typecheck', 'lint'],
  ['type-check', 'lint'],
  ['check-types', 'lint'],
  ['test', 'test'],
  ['build', 'build'],
];
const most = 100;

export const dependencyTables = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
export const hasDependency = (manifest: unknown, name: string): boolean =>
  dependencyTables.some(table => hasAt(manifest, table, name));

export const node: Detector = folder => {
  if (!folder.has('package.json')) return undefined;
  const read = folder.json('package.json');
  const { value } = read;
  const seen = new Sighting('node', folder).called(textAt(value, 'name'));
  seen.seesManifest(read, 'package.json', 'it defines a Node package');
  seesTools(seen, folder, value);
  seesWorkspaces(seen, folder, value);
  const tool = toolOf(folder);
  seen.tool = tool ?? 'npm';
  if (read.state === 'read' || tool !== undefined) suggest(seen, folder, value, tool ?? 'npm');
  return seen;
};

const seesTools = (seen: Sighting, folder: Folder, manifest: unknown): void => {
  const lock = folder.firstOf(...Object.keys(lockFiles));
  if (lock !== undefined) seen.sees('lock', lock, `${lockFiles[lock]} wrote it to pin the versions`);
  const engine = textAt(manifest, 'engines', 'node');
  if (engine !== undefined) seen.sees('setting', 'package.json', `it asks for Node ${plainWords(engine, 40)}`);
  if (folder.has('tsconfig.json')) seen.sees('setting', 'tsconfig.json', 'it is written in TypeScript');
};

const seesWorkspaces = (seen: Sighting, folder: Folder, manifest: unknown): void => {
  const pnpm = folder.has('pnpm-workspace.yaml') ? textsAt(folder.yaml('pnpm-workspace.yaml').value, 'packages') : [];
  const listed = [...textsAt(manifest, 'workspaces'), ...textsAt(manifest, 'workspaces', 'packages')];
  const globs = pnpm.length > 0 ? pnpm : listed;
  if (globs.length === 0) return;
  const words = plainWords(globs.slice(0, 5).join(', '));
  seen.workspaceFile = pnpm.length > 0 ? 'pnpm-workspace.yaml' : 'package.json';
  seen.sees('workspace', seen.workspaceFile, `its workspaces are the packages in ${words}`);
  seen.members = globs.slice(0, most);
};

const suggest = (seen: Sighting, folder: Folder, manifest: unknown, tool: NodeTool): void => {
  const needs = dependencyTables.some(table => keysAt(manifest, table).length > 0);
  const isRead = manifest !== undefined;
  if (needs || seen.members.length > 0 || !isRead)
    seen.suggests('install', installOf(tool, folder), whyInstall(tool, folder));
  suggestScripts(seen, manifest, tool);
  const isTyped = folder.has('tsconfig.json') && hasDependency(manifest, 'typescript');
  if (isTyped && !seen.has('lint') && !seen.has('build'))
    seen.suggests(
      'lint',
      programRun(tool, 'tsc --noEmit'),
      'It has a tsconfig.json and depends on typescript, and no script checks the types.',
    );
};

const suggestScripts = (seen: Sighting, manifest: unknown, tool: NodeTool): void => {
  for (const [script, purpose] of scripts) {
    const text = textAt(manifest, 'scripts', script);
    if (text === undefined || isPlaceholder(text)) continue;
    seen.sees('command', 'package.json', `it has a script "${script}"`);
    seen.suggests(purpose, scriptRun(tool, script), `package.json has a script "${script}".`, script);
  }
};

const whyInstall = (tool: NodeTool, folder: Folder): string => {
  const lock = Object.keys(lockFiles).find(name => lockFiles[name] === tool && folder.has(name));
  return lock === undefined
    ? `package.json names packages, and there is no lock file of ${tool}.`
    : `${lock} pins the packages, and ${tool} installs exactly those.`;
};

/** What `npm init` writes, which only fails. */
const isPlaceholder = (script: string): boolean => script.includes('no test specified');
