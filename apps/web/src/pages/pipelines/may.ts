import { me } from '../../data/session.js';

/** From the least to the most, as the platform has them; each may do what those before it may. */
const roles = ['viewer', 'developer', 'maintainer', 'admin', 'owner'];

/** Whether who is signed in has at least this role in a project, or in any where none is named. The platform decides anyway. */
const mayAs = (role: string, project: string | undefined): boolean => {
  const who = me.value;
  if (!who) return false;
  if (who.administrator) return true;
  const own = project === undefined ? Object.values(who.projects) : [who.projects[project] ?? ''];
  return own.some(one => roles.indexOf(one) >= roles.indexOf(role));
};

export const mayWrite = (project: string | undefined): boolean => mayAs('developer', project);
export const mayStart = mayWrite;
