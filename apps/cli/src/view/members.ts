import type { MemberView, ProjectView } from '@switchyard/contracts';
import { plain } from './clean.js';
import { duration } from './duration.js';
import { table } from './table.js';

const ago = (at: string, now: number): string => `${duration(now - Date.parse(at))} ago`;

/** Projects as a table, a line for each. */
export const projectTable = (projects: readonly ProjectView[], now: number): string[] =>
  table(
    ['project', 'name', 'members', 'your role', 'made', 'by'],
    projects.map(({ id, name, members, role = '', createdAt, createdBy }) => [
      id,
      plain(name),
      String(members),
      role,
      ago(createdAt, now),
      plain(createdBy),
    ]),
  );

/** Who is in a project, a line for each. */
export const memberTable = (members: readonly MemberView[], now: number): string[] =>
  table(
    ['user', 'name', 'role', 'added', 'by'],
    members.map(({ user, name, role, addedAt, addedBy }) => [
      plain(user),
      plain(name),
      role,
      ago(addedAt, now),
      plain(addedBy),
    ]),
  );
