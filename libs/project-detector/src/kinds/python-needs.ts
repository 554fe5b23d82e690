import { keysAt, textsAt, valueAt } from '../document.js';
import type { Folder } from '../folder.js';

/** Files of requirements, in the order in which they are installed. */
export const requirementFiles = /^(?:(?:dev|test|tests)[-_])?requirements(?:[-_.](?:dev|test|tests|lint|ci))?\.txt$/;

const nameOf = (requirement: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,100}/.exec(requirement.trim())?.[0].toLowerCase().replaceAll(/[._]/g, '-') ?? '';

/** The names of all packages that a Python project says it needs, to run or to be worked on. */
export const needsOf = (folder: Folder, pyproject: unknown): ReadonlySet<string> => {
  const lists = [
    textsAt(pyproject, 'project', 'dependencies'),
    textsAt(pyproject, 'tool', 'uv', 'dev-dependencies'),
    textsAt(pyproject, 'tool', 'hatch', 'envs', 'default', 'dependencies'),
    ...groupsOf(pyproject, 'project', 'optional-dependencies'),
    ...groupsOf(pyproject, 'dependency-groups'),
    keysAt(pyproject, 'tool', 'poetry', 'dependencies'),
    keysAt(pyproject, 'tool', 'poetry', 'dev-dependencies'),
    ...keysAt(pyproject, 'tool', 'poetry', 'group').map(group =>
      keysAt(pyproject, 'tool', 'poetry', 'group', group, 'dependencies'),
    ),
    ...folder.matching(requirementFiles).map(name => folder.text(name)?.split('\n') ?? []),
  ];
  return new Set(lists.flat().map(nameOf));
};

/** Those of them that pip installs when it is told the requirement files and the project with its extras. */
export const pipNeedsOf = (folder: Folder, pyproject: unknown): ReadonlySet<string> => {
  const lists = [
    textsAt(pyproject, 'project', 'dependencies'),
    ...wantedExtras(pyproject).map(extra => textsAt(pyproject, 'project', 'optional-dependencies', extra)),
    ...folder.matching(requirementFiles).map(name => folder.text(name)?.split('\n') ?? []),
  ];
  return new Set(lists.flat().map(nameOf));
};

const groupsOf = (document: unknown, ...keys: string[]): string[][] => {
  const groups = valueAt(document, ...keys);
  return keysAt(groups).map(group => textsAt(groups, group));
};

/** Extras that are there for those who work on the project, as pip takes them. */
export const extrasOf = (pyproject: unknown): string => {
  const found = wantedExtras(pyproject);
  return found.length === 0 ? '.' : `'.[${found.join(',')}]'`;
};

const wantedExtras = (pyproject: unknown): string[] =>
  keysAt(pyproject, 'project', 'optional-dependencies').filter(name => /^(?:dev|tests?|testing|lint)$/.test(name));
