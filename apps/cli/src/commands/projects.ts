import type { ProjectId, ProjectRole, ProjectView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { memberTable, projectTable } from '../view/members.js';
import type { Terminal } from '../view/terminal.js';

export interface Options {
  json: boolean;
  data?: string;
}

/** The API gives at most so many at once. */
const mostAtOnce = 200;

export const listProjects = async (terminal: Terminal, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const projects: ProjectView[] = [];
  let after: ProjectId | undefined;
  do {
    const page = await client.projects.list({ limit: mostAtOnce, ...(after === undefined ? {} : { after }) });
    projects.push(...page.projects);
    after = page.next;
  } while (after !== undefined);
  if (json) terminal.json(projects);
  else if (projects.length === 0) terminal.line('you are in no project; an admin of one can let you in');
  else for (const line of projectTable(projects, Date.now())) terminal.line(line);
  return exit.success;
};

export const createProject = async (
  terminal: Terminal,
  id: string,
  { name, json, data }: Options & { name?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const project = await client.projects.create({ id, ...(name === undefined ? {} : { name }) });
  if (json) terminal.json(project);
  else terminal.line(`project ${project.id} is there; let users in with: yard members add ${project.id} USER`);
  return exit.success;
};

export const showProject = async (terminal: Terminal, id: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const project = await client.projects.get(id);
  if (json) terminal.json(project);
  else for (const line of projectTable([project], Date.now())) terminal.line(line);
  return exit.success;
};

export const renameProject = async (
  terminal: Terminal,
  id: string,
  name: string,
  { json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  const project = await client.projects.rename(id, name);
  if (json) terminal.json(project);
  else terminal.line(`${project.id} is called ${plain(project.name)}`);
  return exit.success;
};

export const deleteProject = async (terminal: Terminal, id: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const project = await client.projects.remove(id);
  if (json) terminal.json(project);
  else terminal.line(`${project.id} is deleted; its history stays`);
  return exit.success;
};

export const listMembers = async (terminal: Terminal, project: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const members = await client.projects.members(project);
  if (json) terminal.json(members);
  else if (members.length === 0) terminal.line(`nobody is in it; let users in with: yard members add ${project} USER`);
  else for (const line of memberTable(members, Date.now())) terminal.line(line);
  return exit.success;
};

export const addMember = async (
  terminal: Terminal,
  project: string,
  user: string,
  { role, json, data }: Options & { role: ProjectRole },
): Promise<number> => {
  const { client } = await mustRun(data);
  const member = await client.projects.putMember(project, user, role);
  if (json) terminal.json(member);
  else terminal.line(`${plain(member.name)} is ${member.role} of project ${plain(project)}`);
  return exit.success;
};

export const removeMember = async (
  terminal: Terminal,
  project: string,
  user: string,
  { json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.projects.removeMember(project, user);
  if (json) terminal.json(answer);
  else terminal.line(plain(answer.message));
  return exit.success;
};
