import type { MemberView, ProjectView } from '@switchyard/contracts';
import { HttpFault, notFound } from '@switchyard/http';
import type { NamedMember } from '../../app/access/keep-members.js';
import type { Principal } from '../../domain/access/principal.js';
import { mostMembers, type Project, type Refusal } from '../../domain/access/project.js';
import { unknownProject } from './faults.js';

export const viewOf = ({ members, rev: _, ...project }: Project, { projects }: Principal): ProjectView => {
  const role = projects.get(project.id);
  return { ...project, members: members.length, ...(role === undefined ? {} : { role }) };
};

export const memberView = ({ user, name, role, addedAt, addedBy }: NamedMember): MemberView => ({
  user,
  name,
  role,
  addedAt,
  addedBy,
});

const conflict = (code: string, message: string, suggestion: string, status = 409): HttpFault =>
  new HttpFault(status, 'validation', { code, message, suggestions: [suggestion] });

export const idTaken = (id: string): HttpFault =>
  conflict('project-id-taken', `a project ${id} is there, or was`, 'choose another id');

export const hasPipelines = (id: string, pipeline: string): HttpFault =>
  conflict(
    'project-has-pipelines',
    `project ${id} still has pipelines, such as ${pipeline}`,
    'delete them first: their history stays, and nothing starts by itself any more',
  );

export const unknownUser = (user: string): HttpFault =>
  notFound('unknown-user', `there is no user ${user}`, 'name the id or the sign-in name of a user');

/** What a caller is told when a project or its members stay as they are. */
export const notChanged = (reason: Refusal | 'unknown-project', project: string, user = ''): HttpFault => {
  switch (reason) {
    case 'unknown-project':
      return unknownProject(project);
    case 'no-member':
      return notFound(
        'unknown-member',
        `${user} is no member of project ${project}`,
        `GET /api/projects/${project}/members lists them`,
      );
    case 'last-owner':
      return conflict(
        'last-owner',
        `${user} is the last owner of project ${project}`,
        'make another member an owner first',
      );
    case 'above-own-role':
      return new HttpFault(403, 'authorization', {
        code: 'above-own-role',
        message: `in project ${project} you may neither give nor take a role above your own`,
        suggestions: ['ask an owner of the project'],
      });
    case 'too-many-members':
      return conflict(
        'too-many-members',
        `project ${project} has ${mostMembers} members, and ${mostMembers} is the most`,
        'remove those who have left',
      );
    case 'default-project':
      return conflict(
        'default-project',
        `project ${project} is where everything belongs that names no project`,
        'delete its pipelines instead',
      );
  }
};
