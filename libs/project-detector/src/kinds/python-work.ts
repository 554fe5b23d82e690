import { hasAt } from '../document.js';
import type { Folder } from '../folder.js';
import type { Sighting } from '../sighting.js';
import type { Linter } from './python-lint.js';
import { extrasOf, pipNeedsOf, requirementFiles } from './python-needs.js';
import type { PythonTests } from './python-tests.js';

export interface PythonWork {
  /** `pip` installs the project itself, `requirements` only what it needs. */
  tool: 'uv' | 'poetry' | 'hatch' | 'pip' | 'requirements';
  folder: Folder;
  pyproject: unknown;
  tests: PythonTests | undefined;
  linters: Linter[];
}

/** Tools with an environment of their own: how they install, run a program in it, and build. */
const tools = {
  uv: { install: 'uv sync', run: 'uv run', build: 'uv build' },
  poetry: { install: 'poetry install --no-interaction', run: 'poetry run', build: 'poetry build' },
  hatch: { install: 'hatch env create', run: 'hatch run', build: 'hatch build' },
} as const;

export const suggestPython = (seen: Sighting, work: PythonWork): void => {
  if (work.tool === 'pip' || work.tool === 'requirements') suggestVenv(seen, work);
  else suggestTool(seen, work, tools[work.tool], work.tool);
};

const suggestTool = (
  seen: Sighting,
  { folder, pyproject, tests, linters }: PythonWork,
  { install, run, build }: (typeof tools)[keyof typeof tools],
  tool: keyof typeof tools,
): void => {
  const isLocked = tool === 'uv' && folder.has('uv.lock');
  seen.suggests('install', isLocked ? `${install} --locked` : install, `The project is managed by ${tool}.`);
  for (const { program, words, path } of linters)
    seen.suggests('lint', `${run} ${program} ${words}`, `${path} has ${program} in it.`, program);
  if (tool === 'hatch' && hasAt(pyproject, 'tool', 'hatch', 'envs', 'default', 'scripts', 'test'))
    seen.suggests('test', 'hatch run test', 'pyproject.toml has a script "test" for hatch.');
  else if (tests)
    seen.suggests('test', `${run} ${tests.by === 'unittest' ? unittest : tests.by}`, `${tests.path}: ${tests.shows}.`);
  if (hasAt(pyproject, 'build-system')) seen.suggests('build', build, 'pyproject.toml says how the package is built.');
};

const unittest = 'python -m unittest discover';

/** Into a virtual environment beside the project: nothing of the machine is changed. */
const suggestVenv = (seen: Sighting, work: PythonWork): void => {
  const { tests, linters, tool } = work;
  const wanted = installedOf(work);
  const python = wanted.length === 0 ? 'python3' : '.venv/bin/python';
  if (wanted.length > 0)
    seen.suggests(
      'install',
      ['python3 -m venv .venv', ...wanted.map(words => `.venv/bin/pip install ${words}`)].join('\n'),
      'What it needs goes into a virtual environment beside it.',
    );
  for (const { program, words, path } of linters)
    seen.suggests('lint', `.venv/bin/${program} ${words}`, `${path} has ${program} in it.`, program);
  if (tests)
    seen.suggests(
      'test',
      `${python} -m ${tests.by === 'unittest' ? 'unittest discover' : tests.by}`,
      `${tests.path}: ${tests.shows}.`,
    );
  if (tool === 'pip')
    seen.suggests(
      'build',
      `${python} -m pip wheel --no-deps --wheel-dir dist .`,
      'It is a package, which pip can build.',
    );
};

/** What pip is told, one call each. */
const installedOf = ({ tool, folder, pyproject, tests, linters }: PythonWork): string[] => {
  const files = folder.matching(requirementFiles).map(name => `-r ${name}`);
  const programs = [...linters.map(({ program }) => program), ...(tests && tests.by !== 'unittest' ? [tests.by] : [])];
  const needs = pipNeedsOf(folder, pyproject);
  const missing = programs.filter(program => !needs.has(program));
  return [
    ...(files.length > 0 ? [files.join(' ')] : []),
    ...(tool === 'pip' ? [`-e ${extrasOf(pyproject)}`] : []),
    ...(missing.length > 0 ? [missing.join(' ')] : []),
  ];
};
