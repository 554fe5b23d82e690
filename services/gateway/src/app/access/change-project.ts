import type { ProjectId } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import type { Change, Project, Refusal } from '../../domain/access/project.js';
import type { Projects } from './ports.js';

export type Changed =
  { result: 'changed'; before: Project; project: Project } | { result: Refusal | 'unknown-project' };

/** How often others may have been faster; many changes of one project at once are rare. */
const mostTries = 20;

/**
 * Changes a project by compare-and-set: what `change` decides is decided about what is kept then.
 * @throws Fault `project-busy` when others were faster each time
 */
export const changeProject = async (
  projects: Projects,
  id: ProjectId,
  change: (project: Project) => Change,
): Promise<Changed> => {
  for (let tried = 0; tried < mostTries; tried += 1) {
    const before = await projects.find(id);
    if (!before || before.deleted) return { result: 'unknown-project' };
    const wish = change(before);
    if (!wish.ok) return { result: wish.reason };
    if (await projects.replace(wish.project)) return { result: 'changed', before, project: wish.project };
  }
  throw new Fault({
    code: 'project-busy',
    message: `project ${id} is being changed by others`,
    blame: 'platform',
    retry: true,
    suggestions: ['try again in a moment'],
  });
};
