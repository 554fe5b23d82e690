import { hasAt, textAt } from '../document.js';
import type { Folder } from '../folder.js';
import { type Detector, Sighting } from '../sighting.js';
import { lintersOf } from './python-lint.js';
import { needsOf, requirementFiles } from './python-needs.js';
import { testsOf, toxOf } from './python-tests.js';
import { type PythonWork, suggestPython } from './python-work.js';

const toolSigns: readonly [tool: 'uv' | 'poetry', lock: string][] = [
  ['uv', 'uv.lock'],
  ['poetry', 'poetry.lock'],
];

export const python: Detector = folder => {
  if (!isPython(folder)) return undefined;
  const read = folder.has('pyproject.toml') ? folder.toml('pyproject.toml') : undefined;
  const seen = new Sighting('python', folder).called(
    textAt(read?.value, 'project', 'name') ?? textAt(read?.value, 'tool', 'poetry', 'name'),
  );
  if (read) seen.seesManifest(read, 'pyproject.toml', 'it defines a Python project');
  seesFiles(seen, folder);
  const work = workOf(folder, read?.value);
  seen.tool = work.tool;
  seesWork(seen, work);
  suggestPython(seen, work);
  return seen;
};

const isPython = (folder: Folder): boolean => {
  if (folder.firstOf('setup.py', 'setup.cfg') !== undefined || folder.matching(requirementFiles).length > 0)
    return true;
  if (!folder.has('pyproject.toml')) return false;
  const { state, value } = folder.toml('pyproject.toml');
  return state !== 'read' || definesProject(value);
};

/** Many projects of other kinds keep settings of Python tools in one. */
const definesProject = (pyproject: unknown): boolean =>
  ['project', 'build-system', 'dependency-groups'].some(table => hasAt(pyproject, table)) ||
  ['poetry', 'uv'].some(tool => hasAt(pyproject, 'tool', tool));

const seesFiles = (seen: Sighting, folder: Folder): void => {
  if (folder.has('setup.py'))
    seen.seesManifest(folder.plain('setup.py'), 'setup.py', 'it defines a package for setuptools');
  if (folder.has('setup.cfg')) seen.sees('setting', 'setup.cfg', 'it holds settings of Python tools');
  for (const name of folder.matching(requirementFiles).slice(0, 3))
    seen.sees('requirements', name, 'it lists Python packages for pip');
  for (const [tool, lock] of toolSigns)
    if (folder.has(lock)) seen.sees('lock', lock, `${tool} wrote it to pin the versions`);
};

/** Whoever has an environment of its own; otherwise pip, with the project itself where it is a package. */
const toolOf = (folder: Folder, pyproject: unknown): PythonWork['tool'] => {
  const own = toolSigns.find(([tool, lock]) => folder.has(lock) || hasAt(pyproject, 'tool', tool));
  if (own) return own[0];
  if (hasAt(pyproject, 'tool', 'hatch', 'envs')) return 'hatch';
  const isUnknown = pyproject === undefined && folder.has('pyproject.toml');
  const isPackage = ['project', 'build-system'].some(table => hasAt(pyproject, table)) || folder.has('setup.py');
  return isPackage || isUnknown ? 'pip' : 'requirements';
};

const workOf = (folder: Folder, pyproject: unknown): PythonWork => {
  const tool = toolOf(folder, pyproject);
  const needs = needsOf(folder, pyproject);
  const direct = testsOf(folder, pyproject, needs);
  const tox = toxOf(folder, pyproject);
  const isPip = tool === 'pip' || tool === 'requirements';
  const tests = isPip ? (tox ?? direct) : (direct ?? tox);
  return { tool, folder, pyproject, tests, linters: lintersOf(folder, pyproject, needs) };
};

const seesWork = (seen: Sighting, { tests, linters }: PythonWork): void => {
  if (tests) seen.sees(tests.by === 'unittest' ? 'sources' : 'setting', tests.path, tests.shows);
  for (const { program, path } of linters) seen.sees('setting', path, `${program} is used`);
};
