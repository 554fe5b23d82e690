import { hasAt } from '../document.js';
import type { Folder } from '../folder.js';

export interface Linter {
  program: string;
  /** What it is called with. */
  words: string;
  path: string;
}

/** Linters that a Python project has settings for or asks for; no other is ever suggested. */
export const lintersOf = (folder: Folder, pyproject: unknown, needs: ReadonlySet<string>): Linter[] => {
  const manifest = folder.firstOf('pyproject.toml', 'requirements-dev.txt', 'requirements.txt') ?? 'setup.py';
  const settings = (tool: string, ...files: string[]) =>
    folder.firstOf(...files) ?? (hasAt(pyproject, 'tool', tool) || needs.has(tool) ? manifest : undefined);
  const known: [program: string, words: string, path: string | undefined][] = [
    ['ruff', 'check .', settings('ruff', 'ruff.toml', '.ruff.toml')],
    ['flake8', '.', settings('flake8', '.flake8')],
    ['mypy', '.', hasMypy(folder, pyproject)],
  ];
  return known.flatMap(([program, words, path]) => (path === undefined ? [] : [{ program, words, path }]));
};

/** Without settings it does not know what to check. */
const hasMypy = (folder: Folder, pyproject: unknown): string | undefined =>
  folder.firstOf('mypy.ini', '.mypy.ini') ?? (hasAt(pyproject, 'tool', 'mypy') ? 'pyproject.toml' : undefined);
