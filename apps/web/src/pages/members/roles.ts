import type { ProjectRole } from '@switchyard/contracts';

/** What a role adds to the one before it. */
const says: Record<ProjectRole, string> = {
  viewer: 'sees everything but secrets and the audit',
  developer: 'writes pipelines and runs them',
  maintainer: 'approves, and keeps secrets and webhooks',
  admin: 'lets members in and reads the audit',
  owner: 'makes owners and deletes the project',
};

export const roleChoices = (roles: readonly ProjectRole[]): { value: ProjectRole; title: string }[] =>
  roles.map(role => ({ value: role, title: `${role}: ${says[role]}` }));

/** Whether somebody who may give `own` roles may change the role of a member, or take them out. */
export const mayChange = (own: readonly ProjectRole[], role: ProjectRole): boolean => own.includes(role);
