import { hasAt } from '../document.js';
import type { Folder } from '../folder.js';

/** How a Python project is tested, and which file shows it. */
export interface PythonTests {
  by: 'pytest' | 'unittest' | 'tox';
  path: string;
  shows: string;
}

const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/;

export const testsOf = (folder: Folder, pyproject: unknown, needs: ReadonlySet<string>): PythonTests | undefined => {
  const settings = settingOf(folder, pyproject);
  if (settings !== undefined) return { by: 'pytest', path: settings, shows: 'it holds settings of pytest' };
  const file = folder.below(testFile);
  if (needs.has('pytest')) return { by: 'pytest', path: file ?? manifestOf(folder), shows: 'pytest is asked for' };
  if (file === undefined) return undefined;
  const isUnittest = /^(?:import|from) unittest\b/m.test(folder.text(file) ?? '');
  return isUnittest
    ? { by: 'unittest', path: file, shows: 'it is a test for unittest, which Python brings' }
    : { by: 'pytest', path: file, shows: 'it is called as pytest looks for tests' };
};

/** tox knows more than its tests: where there is nothing else to install them with, it does all of it. */
export const toxOf = (folder: Folder, pyproject: unknown): PythonTests | undefined => {
  const path = folder.firstOf('tox.ini') ?? (hasAt(pyproject, 'tool', 'tox') ? 'pyproject.toml' : undefined);
  return path === undefined ? undefined : { by: 'tox', path, shows: 'tox runs the tests' };
};

const settingOf = (folder: Folder, pyproject: unknown): string | undefined => {
  if (hasAt(pyproject, 'tool', 'pytest')) return 'pyproject.toml';
  if (folder.text('setup.cfg')?.includes('[tool:pytest]')) return 'setup.cfg';
  return folder.firstOf('pytest.ini', 'conftest.py') ?? folder.below(/^tests?\/conftest\.py$/);
};

const manifestOf = (folder: Folder): string =>
  folder.firstOf('pyproject.toml', 'requirements-dev.txt', 'requirements.txt') ?? 'setup.py';
